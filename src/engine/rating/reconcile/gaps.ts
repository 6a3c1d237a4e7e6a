import { upperQuantile } from '../../forecast/run-rate-error.ts'
import { MINUTE_MS, type Instant, type Interval } from '../../time.ts'
import type { BillingRecord } from '../../usage/billing-record.ts'
import type { StatusChange } from '../../usage/resource.ts'
import { coveredInterval, toChargeState } from '../../usage/state-ledger.ts'
import { firstFrom } from './first-from.ts'
import type { BillingGap } from './reconciliation.ts'

/** Two records of storage follow each other but for the dropped minute. */
const SHORT_BREAK_MS = 2 * MINUTE_MS

/** Seen to run so long before its record begins, a machine was not billed for it: clocks differ by less. */
const LATE_MS = 10 * MINUTE_MS

/** A transition of a machine costs nothing and takes minutes. */
const LONG_TRANSITION_MS = 20 * MINUTE_MS

/** The records of one resource, sorted by their start, and what was seen of it. */
export interface ResourceHistory {
  /** From when on it can have cost anything; -Infinity where that was never told. */
  readonly createdAt: Instant
  readonly records: readonly BillingRecord[]
  readonly statuses: readonly StatusChange[]
}

/**
 * Time between two records of a resource, or before its first one, in which it must have cost money. Storage always does.
 * A machine is not billed while it starts, stops, falls asleep and wakes. A break is a gap where the machine was seen
 * running or shut off in it for longer than nine of ten breaks of this account last, ten minutes at least, and for three
 * times as long as in nine of ten of them, for bills may begin somewhat late as a rule; the gap is the time for which that
 * was seen. Where looks are far between, it is also one where it is three times as long as nine of ten breaks, 20 minutes
 * at least, and no look in it saw anything else. `looks`: when machines were looked at, sorted.
 */
export function findGaps(histories: readonly ResourceHistory[], looks: readonly Instant[]): BillingGap[] {
  const lengths: number[] = []
  const costly: number[] = []
  // Nearly all breaks are short transitions: of those only the lengths are kept.
  const long: (Break & { readonly seen: Seen })[] = []
  for (const history of histories) {
    const { statuses } = history
    eachBreak(history, (one) => {
      const isMachine = one.before.kind === 'instance'
      const length = lengthOf(one)
      const seen = isMachine && statuses.length > 0 ? seenIn(one, statuses, looks) : NOTHING
      if (isMachine) {
        lengths.push(length)
        costly.push(lengthOf(seen.costly))
      }
      if (!isMachine || length > LATE_MS) long.push({ ...one, seen })
    })
  }
  const usual = upperQuantile(lengths, 0.9) ?? 0
  const late = Math.max(LATE_MS, usual, 3 * (upperQuantile(costly, 0.9) ?? 0))
  const longest = Math.max(LONG_TRANSITION_MS, 3 * usual)
  return long.flatMap(({ before, seen, ...whole }) => {
    const gap =
      before.kind !== 'instance' || (seen.nothingElse && lengthOf(whole) > longest)
        ? whole
        : lengthOf(seen.costly) > late
          ? seen.costly
          : null
    if (gap === null) return []
    const { resourceId, currency, recordId } = before
    return [{ ...gap, resourceId, currency, beforeRecordId: recordId, cause: 'overlap or gap' as const }]
  })
}

type Break = Interval & { before: BillingRecord }

const lengthOf = ({ startsAt, endsAt }: Interval) => endsAt - startsAt

function eachBreak({ records, createdAt }: ResourceHistory, take: (one: Break) => void): void {
  let startsAt = createdAt
  for (const [i, before] of records.entries()) {
    // Storage takes its time to be made; when it was ready nobody tells.
    const isKnown = startsAt !== -Infinity && (i > 0 || before.kind === 'instance')
    if (isKnown && before.startsAt - startsAt > SHORT_BREAK_MS) take({ startsAt, endsAt: before.startsAt, before })
    startsAt = Math.max(startsAt, coveredInterval(before, Infinity).endsAt)
  }
}

/** What was seen of a machine in a break. */
interface Seen {
  /** The longest part of it in a state that costs; without length where it never was in one. */
  readonly costly: Interval
  /** Whether it was looked at, and every look saw a state that costs. */
  readonly nothingElse: boolean
}

const NOTHING: Seen = { costly: { startsAt: 0, endsAt: 0 }, nothingElse: false }

/** A state holds from the look that saw it to the last look before it was seen to have changed. */
function seenIn({ startsAt, endsAt }: Break, statuses: readonly StatusChange[], looks: readonly Instant[]): Seen {
  const first = firstFrom(statuses, startsAt + 1, observed)
  const earlier = statuses[first - 1]
  const changes = statuses.slice(first, firstFrom(statuses, endsAt, observed))
  // What was seen before the break still holds in it once a look has confirmed it.
  const confirmedAt = looks[firstFrom(looks, startsAt + 1, itself)] ?? Infinity
  const states =
    earlier && confirmedAt < (changes[0]?.observedAt ?? endsAt)
      ? [{ ...earlier, observedAt: confirmedAt }, ...changes]
      : changes
  let { costly } = NOTHING
  states.forEach(({ status, observedAt }, i) => {
    const next = states[i + 1]?.observedAt
    const until =
      next === undefined ? endsAt : Math.max(observedAt, looks[firstFrom(looks, next, itself) - 1] ?? observedAt)
    const part = { startsAt: observedAt, endsAt: until }
    if (isCostly(status) && lengthOf(part) > lengthOf(costly)) costly = part
  })
  return { costly, nothingElse: states.length > 0 && states.every(({ status }) => isCostly(status)) }
}

const observed = ({ observedAt }: StatusChange) => observedAt
const itself = (look: Instant) => look

const isCostly = (status: string) => ['active', 'shutoff'].includes(toChargeState(status))
