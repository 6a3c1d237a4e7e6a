import type { RegionHourCharge } from '../../db/charge-repository.ts'
import {
  rateRecord,
  type BillingRecord,
  type Calendar,
  type DayCharge,
  type Instant,
  type PriceBook,
  type RatedRecord,
  type RatingRules,
  type RecordReading,
  type Resource,
  type StatusChange,
} from '../../engine/index.ts'
import { joinRated, sleepParts } from './sleep-parts.ts'

/** A record with all that its rating depends on besides prices: the same input gives the same charges for ever. */
export interface RatingSubject {
  readonly record: BillingRecord
  readonly resource: Resource | null
  /** When this value of the record was read: what was observed later plays no part. */
  readonly readAt: Instant
}

export interface ChargeChange {
  readonly before: RatingSubject | null
  readonly after: RatingSubject
  /** Nothing was ever read of the record before. */
  readonly isNew?: boolean
}

export interface RatingInputs {
  readonly statuses: ReadonlyMap<string, readonly StatusChange[]>
  /** The values of some records while they were open, sorted by time: of those that may go on through sleep. */
  readonly readings: ReadonlyMap<string, readonly RecordReading[]>
  readonly prices: PriceBook
  readonly calendar: Calendar
  readonly rules: RatingRules
}

export interface ChargeDifference {
  /** Records whose day rows are replaced. */
  readonly replaced: string[]
  readonly days: DayCharge[]
  /** What the hour rows move by, each key once. */
  readonly hours: HourMoves
}

type Moved = { -readonly [Field in keyof RegionHourCharge]: RegionHourCharge[Field] }

/** What hour rows move by; one that moves by nothing may be among them. */
export type HourMoves = Map<string, Moved>

export const UNKNOWN_REGION = 'unknown'

/**
 * What changed records do to the charges: days are written anew, hours move by the difference to the rating before, added
 * to what `hours` hold already.
 */
export function differenceOf(
  changes: readonly ChargeChange[],
  inputs: RatingInputs,
  hours: HourMoves = new Map(),
): ChargeDifference {
  const days: DayCharge[] = []
  const replaced: string[] = []
  for (const { before, after } of changes) {
    if (before) {
      replaced.push(before.record.recordId)
      move(hours, rate(before, inputs), regionOf(before), -1)
    }
    const rated = rate(after, inputs)
    days.push(...rated.days)
    move(hours, rated, regionOf(after), 1)
  }
  return { replaced, days, hours }
}

function rate({ record, resource, readAt }: RatingSubject, inputs: RatingInputs): RatedRecord {
  const all = inputs.statuses.get(record.resourceId) ?? []
  const statuses = (all.at(-1)?.observedAt ?? 0) > readAt ? all.filter(({ observedAt }) => observedAt <= readAt) : all
  const readings = inputs.readings.get(record.recordId)?.filter(({ seenAt }) => seenAt < readAt) ?? []
  const { prices, calendar } = inputs
  const rules = { ...inputs.rules, hibernation: 'own_record' as const }
  const parts = sleepParts({ record, resource, readings, readAt }, prices, inputs.rules)
  return joinRated(
    parts.map((part) => rateRecord({ record: part, resource, statuses, prices, calendar, rules, readAt })),
  )
}

function regionOf({ resource }: RatingSubject): string {
  return resource?.region ?? UNKNOWN_REGION
}

function move(hours: HourMoves, rated: RatedRecord, region: string, sign: 1 | -1): void {
  for (const hour of rated.hours) {
    const key = `${hour.hourAt} ${hour.sku} ${hour.state} ${hour.currency} ${region}`
    const billedPicos = sign === 1 ? hour.billedPicos : -hour.billedPicos
    const known = hours.get(key)
    if (known) {
      known.seconds += sign * hour.seconds
      known.billedPicos += billedPicos
    } else hours.set(key, { ...hour, region, seconds: sign * hour.seconds, billedPicos })
  }
}
