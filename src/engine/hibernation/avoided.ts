import type { Currency } from '../money.ts'
import type { PriceBook } from '../pricing/price-book.ts'
import type { RatingRules } from '../pricing/rules.ts'
import { chargeItem } from '../rating/charge-item.ts'
import { expectation } from '../rating/expectation.ts'
import type { Calendar, Day, Instant } from '../time.ts'
import { apportion } from '../usage/apportion.ts'
import { isAsleep } from '../usage/asleep.ts'
import { assetOf } from '../usage/asset.ts'
import type { BillingRecord } from '../usage/billing-record.ts'
import type { Resource } from '../usage/resource.ts'

/** What one machine cost asleep on one day, and what it would have cost awake. */
export interface AvoidedDay {
  readonly day: Day
  readonly resourceId: string
  readonly currency: Currency
  readonly region: string | null
  readonly gpuModel: string | null
  readonly seconds: number
  /** What Barrack billed for the sleep. */
  readonly billedPicos: bigint
  /** The full rate for the same seconds; null where no list price is known for all of them. */
  readonly onPicos: bigint | null
  /** Full less flat; null where the full rate is not known. */
  readonly avoidedPicos: bigint | null
}

export interface AvoidedInput {
  /** Of any kind; those of a machine's sleep count. */
  readonly records: readonly BillingRecord[]
  readonly resources: ReadonlyMap<string, Resource>
  readonly prices: PriceBook
  readonly rules: RatingRules
  readonly calendar: Calendar
  readonly readAt: Instant
}

/**
 * What hibernation avoided against staying on, by machine and day, exactly: full rate x seconds less what was billed.
 * Ten hours asleep at 4 x 2.49 an hour, billed 0.10: 99.60 - 0.10 = 99.50. The days of a record add up to its whole.
 */
export function avoidedByHibernation(input: AvoidedInput): AvoidedDay[] {
  const days = new Map<string, AvoidedDay>()
  for (const record of input.records) {
    if (!isAsleep(record)) continue
    for (const row of daysOf(record, input)) {
      const key = `${row.day} ${row.resourceId} ${row.currency}`
      const other = days.get(key)
      days.set(key, other ? add(other, row) : row)
    }
  }
  return [...days.values()].sort((a, b) => compare(a.day, b.day) || compare(a.resourceId, b.resourceId))
}

function daysOf(record: BillingRecord, { resources, prices, rules, calendar, readAt }: AvoidedInput): AvoidedDay[] {
  const resource = resources.get(record.resourceId) ?? null
  const asset = assetOf('instance', record, resource)
  const fullRate = expectation(chargeItem(asset, 'active', rules), record.currency, prices)
  const rows: AvoidedDay[] = []
  const slices = apportion(record, calendar, readAt)
  for (let i = 0; i < slices.length;) {
    const { day, startsAt } = slices[i]!
    let seconds = 0
    let billedPicos = 0n
    let endsAt = startsAt
    for (; i < slices.length && slices[i]!.day === day; i++) {
      seconds += slices[i]!.seconds
      billedPicos += slices[i]!.billedPicos
      endsAt = slices[i]!.endsAt
    }
    const onPicos = fullRate([{ startsAt, endsAt }])
    rows.push({
      day,
      resourceId: record.resourceId,
      currency: record.currency,
      region: resource?.region ?? null,
      gpuModel: asset.gpuModel,
      seconds,
      billedPicos,
      onPicos,
      avoidedPicos: onPicos === null ? null : onPicos - billedPicos,
    })
  }
  return rows
}

function add(a: AvoidedDay, b: AvoidedDay): AvoidedDay {
  return {
    ...a,
    seconds: a.seconds + b.seconds,
    billedPicos: a.billedPicos + b.billedPicos,
    onPicos: a.onPicos === null || b.onPicos === null ? null : a.onPicos + b.onPicos,
    avoidedPicos: a.avoidedPicos === null || b.avoidedPicos === null ? null : a.avoidedPicos + b.avoidedPicos,
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
