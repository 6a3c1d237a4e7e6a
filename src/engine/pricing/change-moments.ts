import { mulDiv } from '../money.ts'
import { chargeItem } from '../rating/charge-item.ts'
import { HOUR_MS, MINUTE_MS, type Instant } from '../time.ts'
import { isAsleep } from '../usage/asleep.ts'
import { assetOf } from '../usage/asset.ts'
import type { BillingRecord } from '../usage/billing-record.ts'
import type { Resource } from '../usage/resource.ts'
import type { PriceVersion } from './price-version.ts'
import type { RatingRules } from './rules.ts'

/** A price that was read is at most so much older than its reading. */
const READ_WITHIN = 24 * HOUR_MS

/**
 * The same list prices, those that were read beginning when bills say that they did: a price change ends a machine's record
 * and begins another at once, at the new price, before the list is read the next time. Read at 9:07 to be 1.29 where it
 * was 1.19, and bills of 1.19 ended at 9:00 where bills of 1.29 began: in force since 9:00. Where no bill tells, as read.
 */
export function changesByBills(
  versions: readonly PriceVersion[],
  records: readonly BillingRecord[],
  resources: ReadonlyMap<string, Resource>,
  rules: RatingRules,
): PriceVersion[] {
  const read = versions.filter(({ source }) => source === 'observed').sort((a, b) => a.validFrom - b.validFrom)
  const bySku = Map.groupBy(read, ({ sku, currency }) => `${currency} ${sku}`)
  const changed = [...bySku.values()].filter((list) => list.length > 1)
  if (changed.length === 0) return [...versions]
  const seams = seamsOf(records, resources, rules)
  const since = new Map<PriceVersion, Instant>()
  const until = new Map<PriceVersion, Instant>()
  for (const list of changed)
    for (const [i, after] of list.entries()) {
      const before = list[i - 1]
      if (!before) continue
      const fits = (price: bigint, version: PriceVersion) =>
        4n * abs(price - version.pricePicos) < abs(after.pricePicos - before.pricePicos)
      const moments = (seams.get(`${after.currency} ${after.sku}`) ?? [])
        .filter(({ at }) => at <= after.validFrom && at > Math.max(before.validFrom, after.validFrom - READ_WITHIN))
        .filter((seam) => fits(seam.before, before) && fits(seam.after, after))
        .map(({ at }) => at)
      if (moments.length === 0) continue
      const at = Math.min(...moments)
      since.set(after, at)
      if (before.validTo === after.validFrom) until.set(before, at)
    }
  return versions.map((version) => ({
    ...version,
    validFrom: since.get(version) ?? version.validFrom,
    validTo: until.get(version) ?? version.validTo,
  }))
}

/** Where a record of a machine that was on follows another at once, with the price per unit of both. */
interface Seam {
  readonly at: Instant
  readonly before: bigint
  readonly after: bigint
}

function seamsOf(
  records: readonly BillingRecord[],
  resources: ReadonlyMap<string, Resource>,
  rules: RatingRules,
): Map<string, Seam[]> {
  const seams = new Map<string, Seam[]>()
  const running = records.filter((record) => record.kind === 'instance' && !isAsleep(record) && record.minutes > 0)
  for (const own of Map.groupBy(running, ({ resourceId }) => resourceId).values()) {
    own.sort((a, b) => a.startsAt - b.startsAt)
    for (const [i, record] of own.entries()) {
      const last = own[i - 1]
      if (last?.endsAt == null || Math.abs(record.startsAt - last.endsAt) > MINUTE_MS) continue
      const asset = assetOf('instance', record, resources.get(record.resourceId) ?? null)
      const { sku, units } = chargeItem(asset, 'active', rules)
      if (units === null || units.num === 0n) continue
      const priceOf = ({ totalPicos, minutes }: BillingRecord) =>
        mulDiv(totalPicos, 60n * units.den, BigInt(minutes) * units.num)
      const key = `${record.currency} ${sku}`
      const seam = { at: record.startsAt, before: priceOf(last), after: priceOf(record) }
      const list = seams.get(key)
      if (list) list.push(seam)
      else seams.set(key, [seam])
    }
  }
  return seams
}

const abs = (value: bigint): bigint => (value < 0n ? -value : value)
