import type { PriceBook } from '../pricing/price-book.ts'
import type { RatingRules } from '../pricing/rules.ts'
import { HOUR_MS, type Calendar, type Day, type Interval } from '../time.ts'
import type { StatusChange } from '../usage/resource.ts'
import type { DayCharge } from './charge.ts'
import { proveRecord, type ProofLine } from './proof.ts'
import { rateRecord, type RateInput } from './rate.ts'
import { sleepParts, type ReadRecord } from './sleep-parts.ts'

/** A record with all that its charges rest on besides prices and rules: the same input gives the same charges for ever. */
export interface KnownRecord extends ReadRecord {
  /** The status changes of its resource, sorted by time; those after `readAt` play no part. */
  readonly statuses: readonly StatusChange[]
}

export interface RatingWays {
  readonly prices: PriceBook
  readonly calendar: Calendar
  readonly rules: RatingRules
}

/** Readings that lie no further apart leave no doubt on which day a machine went to sleep. */
const CLOSE_MS = 1.5 * HOUR_MS

/**
 * The charges of a record by what was known when its value was read: the one way from a record to its days, for the
 * ingest that writes them and for the answer to what was known at an earlier moment.
 */
export function rateKnown(known: KnownRecord, ways: RatingWays): DayCharge[] {
  const { parts, guessed } = knownParts(known, ways)
  const days = parts.map(rateRecord)
  const charges = days.length === 1 ? days[0]! : joined(days.flat())
  const doubtful = daysOf(guessed, ways.calendar)
  return doubtful.size === 0
    ? charges
    : charges.map((charge) => (doubtful.has(charge.day) ? { ...charge, inferred: true } : charge))
}

/** The same record line by line; `inferred` is set on lines of which it is known how long they were, and not when. */
export function proveKnown(known: KnownRecord, ways: RatingWays): ProofLine[] {
  const { parts, guessed } = knownParts(known, ways)
  return parts.flatMap(proveRecord).map((line) => (isWithin(line, guessed) ? { ...line, inferred: true } : line))
}

function knownParts(
  known: KnownRecord,
  { prices, calendar, rules }: RatingWays,
): { parts: readonly RateInput[]; guessed: readonly Interval[] } {
  const { record, resource, readAt } = known
  const statuses = upTo(known.statuses, readAt)
  const readings = known.readings.filter(({ seenAt }) => seenAt < readAt)
  const { parts, guessed } = sleepParts({ record, resource, readings, readAt }, prices, rules)
  // The parts are records of their own by now.
  const ofParts = { ...rules, hibernation: 'own_record' as const }
  return {
    parts: parts.map((part) => ({ record: part, resource, statuses, prices, calendar, rules: ofParts, readAt })),
    guessed: guessed.filter(({ startsAt, endsAt }) => endsAt - startsAt > CLOSE_MS),
  }
}

const isWithin = (line: Interval, spans: readonly Interval[]): boolean =>
  spans.some(({ startsAt, endsAt }) => line.startsAt < endsAt && startsAt < line.endsAt)

function upTo(statuses: readonly StatusChange[], readAt: number): readonly StatusChange[] {
  if ((statuses.at(-1)?.observedAt ?? 0) <= readAt) return statuses
  return statuses.filter(({ observedAt }) => observedAt <= readAt)
}

/** The days among which a guess had to be made: of spans that reach over more than one. */
function daysOf(spans: readonly Interval[], calendar: Calendar): Set<Day> {
  const days = new Set<Day>()
  for (const { startsAt, endsAt } of spans) {
    const [first, last] = [calendar.dayOf(startsAt), calendar.dayOf(endsAt - 1)]
    if (first === last) continue
    for (let day = first; day <= last; day = calendar.addDays(day, 1)) days.add(day)
  }
  return days
}

/** Each day, state and sku once. */
function joined(charges: readonly DayCharge[]): DayCharge[] {
  const byKey = new Map<string, DayCharge>()
  for (const charge of charges) {
    const key = `${charge.day} ${charge.state} ${charge.sku}`
    const other = byKey.get(key)
    byKey.set(key, other ? sum(other, charge) : charge)
  }
  return [...byKey.values()]
}

function sum(a: DayCharge, b: DayCharge): DayCharge {
  return {
    ...a,
    seconds: a.seconds + b.seconds,
    billedPicos: a.billedPicos + b.billedPicos,
    quantityPicos: a.quantityPicos + b.quantityPicos,
    expectedPicos: a.expectedPicos === null || b.expectedPicos === null ? null : a.expectedPicos + b.expectedPicos,
  }
}
