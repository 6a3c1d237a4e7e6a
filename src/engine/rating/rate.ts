import { mulDiv, PICOS } from '../money.ts'
import type { PriceBook } from '../pricing/price-book.ts'
import type { RatingRules } from '../pricing/rules.ts'
import type { Calendar, Day, Instant, Interval } from '../time.ts'
import { apportion, apportionStretch, splitByState, type StateSlice } from '../usage/apportion.ts'
import { assetOf, type Asset } from '../usage/asset.ts'
import type { BillingRecord } from '../usage/billing-record.ts'
import type { RecordReading } from '../usage/record-reading.ts'
import type { Resource, StatusChange } from '../usage/resource.ts'
import { splitBySleep, type BilledStretch } from '../usage/sleep-split.ts'
import { stateIntervals, type StateInterval } from '../usage/state-ledger.ts'
import { chargeItem } from './charge-item.ts'
import type { ChargeState, DayCharge } from './charge.ts'
import { expectation, hourlyPrice } from './expectation.ts'
import type { ChargeItem } from './price-kinds/item.ts'

export interface RateInput {
  readonly record: BillingRecord
  /** Null where no list ever told of it. */
  readonly resource: Resource | null
  /** The status changes of this resource, sorted by time. */
  readonly statuses: readonly StatusChange[]
  readonly prices: PriceBook
  readonly calendar: Calendar
  readonly rules: RatingRules
  /** Earlier values of the record; they tell when it slept where hibernation does not end it (`rules.hibernation`). */
  readonly readings?: readonly RecordReading[]
  /** When the record was read: an open record bills no later than that. */
  readonly readAt: Instant
}

/**
 * Rates one billing record: what was billed is split over days of the zone and then over the states within them; what was
 * to be expected is counted from the price book. Days add up to the record's total exactly.
 * 8 hours at a total of 2 from 20:00 on are a day of 1 and a day of 1; at 0.25 an hour 1 and 1 are expected.
 */
export function rateRecord(input: RateInput): DayCharge[] {
  const { record, resource, rules } = input
  const asset = assetOf(record.kind, record, resource)
  const slices = billedSlices(input, asset)
  const items = new Map<ChargeState, ChargeItem>()
  for (const { state } of slices) {
    if (!items.has(state)) items.set(state, chargeItem(asset, state, rules))
  }
  return gather(slices).map(dayCharger(input, asset, items))
}

/** What was billed, by day and state: the half of rating that asks no price. */
export function billedSlices(input: RateInput, asset: Asset): StateSlice[] {
  const { record, statuses, calendar, readAt } = input
  const stretches = sleepStretches(input, asset)
  if (!stretches) return splitByState(apportion(record, calendar, readAt), stateIntervals(record, statuses, readAt))
  return splitByState(
    stretches.flatMap((stretch) => apportionStretch(stretch, calendar)),
    statesOf(stretches, input),
  )
}

/** The running and sleeping stretches of a machine whose one record goes on through hibernation; null for all others. */
function sleepStretches({ record, rules, prices, readings = [] }: RateInput, asset: Asset): BilledStretch[] | null {
  const isShared = rules.hibernation === 'same_record' && record.kind === 'instance' && record.minutes > 0
  if (!isShared || ![record, ...readings].some(({ status }) => status === 'hibernated')) return null
  const ratePicos = hourlyPrice(chargeItem(asset, 'active', rules), record.currency, prices, record.startsAt)
  const flatPicos = hourlyPrice(chargeItem(asset, 'hibernated', rules), record.currency, prices, record.startsAt)
  return ratePicos === null || flatPicos === null ? null : splitBySleep(record, readings, ratePicos, flatPicos)
}

function statesOf(stretches: readonly BilledStretch[], { record, statuses, readAt }: RateInput): StateInterval[] {
  const awake = stateIntervals({ ...record, status: 'active' }, statuses, readAt)
  return stretches.flatMap((stretch) => {
    if (stretch.asleep) return [{ startsAt: stretch.startsAt, endsAt: stretch.endsAt, state: 'hibernated' as const }]
    return awake.flatMap(({ startsAt, endsAt, state }) => {
      const part = { startsAt: Math.max(startsAt, stretch.startsAt), endsAt: Math.min(endsAt, stretch.endsAt), state }
      return part.startsAt < part.endsAt ? [part] : []
    })
  })
}

/** What one day has gathered in one state. */
interface Tally {
  readonly day: Day
  readonly state: ChargeState
  seconds: number
  billedPicos: bigint
  readonly stretches: { startsAt: Instant; endsAt: Instant }[]
}

/** Adds up slices, which come in the order of time, by day and state. */
function gather(slices: readonly StateSlice[]): Tally[] {
  const tallies: Tally[] = []
  let first = 0
  for (const slice of slices) {
    const { day } = slice
    if (tallies.length > first && tallies[first]!.day !== day) first = tallies.length
    let tally: Tally | undefined
    for (let i = first; i < tallies.length; i++) if (tallies[i]!.state === slice.state) tally = tallies[i]
    if (!tally) tallies.push((tally = { day, state: slice.state, seconds: 0, billedPicos: 0n, stretches: [] }))
    tally.seconds += slice.seconds
    tally.billedPicos += slice.billedPicos
    const stretch = tally.stretches.at(-1)
    if (stretch?.endsAt === slice.startsAt) stretch.endsAt = slice.endsAt
    else tally.stretches.push({ startsAt: slice.startsAt, endsAt: slice.endsAt })
  }
  return tallies
}

function dayCharger(
  { record, prices }: RateInput,
  { tier, gpuModel, gpuCount, sizeGb }: Asset,
  items: ReadonlyMap<ChargeState, ChargeItem>,
): (tally: Tally) => DayCharge {
  const quantityPerHour = BigInt(sizeGb ?? 1) * PICOS
  const expected = new Map<ChargeState, (stretches: readonly Interval[]) => bigint | null>()
  for (const [state, item] of items) expected.set(state, expectation(item, record.currency, prices))
  return ({ day, state, seconds, billedPicos, stretches }) => ({
    day,
    recordId: record.recordId,
    resourceId: record.resourceId,
    resourceType: record.kind,
    currency: record.currency,
    sku: items.get(state)!.sku,
    tier,
    gpuModel,
    gpuCount,
    state,
    quantityPicos: mulDiv(BigInt(seconds), quantityPerHour, 3600n),
    unit: sizeGb === null ? 'Hours' : 'GB-Hours',
    seconds,
    billedPicos,
    expectedPicos: expected.get(state)!(stretches),
  })
}
