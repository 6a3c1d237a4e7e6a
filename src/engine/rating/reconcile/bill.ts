import { mulDiv } from '../../money.ts'
import type { PricePiece } from '../../pricing/price-book.ts'
import type { PriceVersion } from '../../pricing/price-version.ts'
import type { RatingRules } from '../../pricing/rules.ts'
import type { Instant } from '../../time.ts'
import type { Asset } from '../../usage/asset.ts'
import type { BillingRecord } from '../../usage/billing-record.ts'
import type { RecordReading } from '../../usage/record-reading.ts'
import type { Resource, StatusChange } from '../../usage/resource.ts'
import type { ChargeItem, Units } from '../price-kinds/item.ts'

/** A record with all that is needed to judge it. */
export interface Bill {
  readonly record: BillingRecord
  readonly resource: Resource | null
  readonly asset: Asset
  readonly item: ChargeItem
  readonly rules: RatingRules
  /** The prices of its item. */
  readonly timeline: readonly PricePiece[]
  /** For a machine what it costs running and asleep, in picos per hour; null where that is not known, or no machine. */
  readonly runningPicos: bigint | null
  readonly asleepPicos: bigint | null
  /** Its billed time, inside of the record. */
  readonly startsAt: Instant
  readonly endsAt: Instant
  /** Whole minutes from its start to its end, or to when it was read while it is open. */
  readonly wallMinutes: number
  /** What may be lost by the rounding of totals: half a unit of their last place. */
  readonly halfUnitPicos: bigint
  /** How often prices are looked at: so much older than its first sight a change may be where no last look is known. */
  readonly pricePollMs: number
  readonly statuses: readonly StatusChange[]
  /** Earlier values of the record, in the order in which they were seen. */
  readonly readings: readonly RecordReading[]
  /** The end of the billed time of the record before it of the same resource; of the first one, when it was created. */
  readonly previousEndsAt: Instant
}

const MINUTES_PER_HOUR = 60n

/** Whether what was billed is num / den, within the rounding of totals. */
export function agrees(bill: Bill, num: bigint, den: bigint): boolean {
  return isWithin(bill.record.totalPicos * den - num, bill.halfUnitPicos * den)
}

/** Whether what was billed is so many minutes at an hourly rate of the whole asset. */
export function agreesAtRate(bill: Bill, ratePicos: bigint, minutes: number): boolean {
  return agrees(bill, ratePicos * BigInt(minutes), MINUTES_PER_HOUR)
}

/** Whether what was billed is its minutes at a price per unit and hour. */
export function agreesAtPrice(bill: Bill, pricePicos: bigint, units: Units | null): boolean {
  if (units === null) return false
  return agrees(bill, pricePicos * units.num * BigInt(bill.record.minutes), MINUTES_PER_HOUR * units.den)
}

/** The price that holds when its billed time ends; null where none is known. */
export function lastVersion(bill: Bill): PriceVersion | null {
  const at = Math.max(bill.startsAt, bill.endsAt - 1)
  return bill.timeline.find(({ interval }) => at < interval.endsAt)?.version ?? null
}

/** What its asset costs per hour at that price. */
export function ratePerHour(bill: Bill): bigint | null {
  const version = lastVersion(bill)
  if (!version || bill.item.units === null) return null
  return mulDiv(version.pricePicos, bill.item.units.num, bill.item.units.den)
}

export function isWithin(difference: bigint, tolerance: bigint): boolean {
  return difference <= tolerance && -difference <= tolerance
}

/** The unit of the last decimal that an amount shows, at most the given one: 0.0013 -> 0.0001. */
export function lastPlace(picos: bigint, coarsestPicos: bigint): bigint {
  let place = coarsestPicos
  while (place > 1n && picos % place !== 0n) place /= 10n
  return place
}

/** Half a unit of the last place that any of these amounts uses, cents at most: 1.5 and 0.0012 are right to 0.00005. */
export function roundingOf(amounts: readonly bigint[]): bigint {
  let place = 10_000_000_000n
  for (const picos of amounts) while (place > 1n && picos % place !== 0n) place /= 10n
  return place / 2n
}
