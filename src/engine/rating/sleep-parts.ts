import type { PriceBook } from '../pricing/price-book.ts'
import type { RatingRules } from '../pricing/rules.ts'
import { MINUTE_MS, wholeSecond, type Instant, type Interval } from '../time.ts'
import { assetOf } from '../usage/asset.ts'
import type { BillingRecord } from '../usage/billing-record.ts'
import type { RecordReading } from '../usage/record-reading.ts'
import type { Resource } from '../usage/resource.ts'
import { guessedSpans, splitBySleep, type BilledStretch } from '../usage/sleep-split.ts'
import { toldState } from '../usage/told-state.ts'
import { chargeItem } from './charge-item.ts'
import { hourlyPrice } from './expectation.ts'
import type { ChargeItem } from './price-kinds/item.ts'

/** A record with the values that it had before while it was open. */
export interface ReadRecord {
  readonly record: BillingRecord
  readonly resource: Resource | null
  readonly readings: readonly RecordReading[]
  /** When this value was read. */
  readonly readAt: Instant
}

export interface SleepParts {
  readonly parts: readonly BillingRecord[]
  /** Spans within which it is known how long the machine slept, and not when. */
  readonly guessed: readonly Interval[]
}

/**
 * What the API would have billed with a record for each sleep: one record that goes on through hibernation becomes its
 * parts, running and asleep, which add up to it in minutes and money; any other record is its only part.
 *
 * One whose open values were seen both asleep and awake goes on through sleep, whatever the setting; where it says
 * `same_record`, the others too are asked by their money alone: 60 minutes of a machine at 2.40 an hour that cost 1.205
 * are 30 running and 30 asleep at 0.01.
 */
export function sleepParts(
  { record, resource, readings, readAt }: ReadRecord,
  prices: PriceBook,
  rules: RatingRules,
): SleepParts {
  const whole = { parts: [record], guessed: [] }
  if (record.kind !== 'instance' || record.minutes === 0 || toldState(record)) return whole
  const open = record.endsAt === null ? [...readings, record] : readings
  const asleep = open.filter(({ status }) => status === 'hibernated').length
  const isMixed = asleep > 0 && asleep < open.length
  if (!isMixed && rules.hibernation !== 'same_record') return whole

  const asset = assetOf(record.kind, record, resource)
  const ratePicos = firstPrice(chargeItem(asset, 'active', rules), record, prices)
  const flatPicos = firstPrice(chargeItem(asset, 'hibernated', rules), record, prices)
  if (ratePicos === null || flatPicos === null) return whole
  // Values beyond the present one were restated away, and one that is equal in time adds no step.
  const before = readings.filter(
    ({ minutes, totalPicos }) => minutes < record.minutes && totalPicos <= record.totalPicos,
  )
  const stretches = splitBySleep(record, before, ratePicos, flatPicos)
  if (!stretches.some((stretch) => stretch.asleep)) return whole
  return {
    parts: placed(record, stretches, before, readAt),
    guessed: guessedSpans(record, before, ratePicos, flatPicos, readAt),
  }
}

/** The price at the start of the record; where none was known yet, the first one that was. */
function firstPrice(item: ChargeItem, { currency, startsAt }: BillingRecord, prices: PriceBook): bigint | null {
  const known = prices.timeline(item.sku, currency).find(({ version }) => version !== null)
  return hourlyPrice(item, currency, prices, Math.max(startsAt, known?.interval.startsAt ?? startsAt))
}

/**
 * Gives each stretch of billed minutes its place in time. Going to sleep and waking up is not billed, so a stretch begins
 * as long before the first reading that fell in it as minutes of it were billed by then.
 */
function placed(
  record: BillingRecord,
  stretches: readonly BilledStretch[],
  readings: readonly RecordReading[],
  readAt: Instant,
): BillingRecord[] {
  const origin = wholeSecond(record.startsAt)
  const endsAt = wholeSecond(record.endsAt ?? readAt)
  const marks = [...readings.map(({ seenAt, minutes }) => ({ at: seenAt, minutes })), { ...record, at: endsAt }]
  const parts: BillingRecord[] = []
  let from = 0
  let previousEnd = origin
  for (const stretch of stretches) {
    const minutes = (stretch.endsAt - stretch.startsAt) / MINUTE_MS
    if (minutes === 0) continue
    const mark = marks.find((one) => one.minutes > from)
    const latest = endsAt - (record.minutes - from) * MINUTE_MS
    const wanted = from === 0 || !mark ? previousEnd : mark.at - (mark.minutes - from) * MINUTE_MS
    const startsAt = Math.max(previousEnd, Math.min(wholeSecond(wanted), latest))
    previousEnd = startsAt + minutes * MINUTE_MS
    from += minutes
    parts.push({
      ...record,
      startsAt,
      endsAt: previousEnd,
      minutes,
      totalPicos: stretch.billedPicos,
      status: stretch.asleep ? 'hibernated' : 'active',
    })
  }
  return parts
}
