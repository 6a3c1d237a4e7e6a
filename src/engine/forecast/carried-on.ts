import { mulDiv, type Currency } from '../money.ts'
import type { PriceBook } from '../pricing/price-book.ts'
import { defaultRules, type RatingRules } from '../pricing/rules.ts'
import { chargeItem } from '../rating/charge-item.ts'
import type { ChargeState } from '../rating/charge.ts'
import { hourlyPrice } from '../rating/expectation.ts'
import { HOUR_MS, type Instant, type Interval } from '../time.ts'
import { assetOf } from '../usage/asset.ts'
import type { BillingKind } from '../usage/billing-record.ts'
import type { Resource, StatusChange } from '../usage/resource.ts'
import { toChargeState } from '../usage/state-ledger.ts'
import type { ResourceRate } from './run-rate.ts'

export interface CarryOnInput {
  readonly rates: readonly ResourceRate[]
  readonly resources: readonly Resource[]
  /** Those since the bills were read, by resource in the order of time. */
  readonly statuses: ReadonlyMap<string, readonly StatusChange[]>
  readonly prices: PriceBook
  readonly rules?: RatingRules
  /** When the bills of each kind were read: from then on they are carried on. */
  readonly readAt: (kind: BillingKind) => Instant
  /** What lies before is left out: the first of a month. */
  readonly from: Instant
  readonly until: Instant
}

export interface CarriedOn {
  readonly currency: Currency
  /** The earliest moment from which something is carried on. */
  readonly since: Instant
  readonly picos: bigint
}

/**
 * What everything that costs money will have come to since its bill was read, by its states and rates, per wallet. A
 * machine at 2.40 an hour whose bill was read at 14:05, and that was seen hibernated at 14:35, has come to 1.20 at 14:35
 * and to 0.01 an hour from then on; in transition it costs nothing. Rounded once for each stretch.
 */
export function carriedOn(input: CarryOnInput): CarriedOn[] {
  const resources = new Map(input.resources.map((resource) => [resource.resourceId, resource]))
  const wallets = new Map<Currency, CarriedOn>()
  for (const rate of input.rates) {
    const resource = resources.get(rate.resourceId) ?? null
    const readAt = Math.max(input.readAt(rate.resourceType as BillingKind), input.from)
    const begun = rate.openRecord ? readAt : Math.max(readAt, resource?.createdAt ?? resource?.firstSeenAt ?? readAt)
    const endsAt = Math.min(input.until, resource?.deletedSeenAt ?? Infinity)
    if (begun >= endsAt) continue
    const changes = input.statuses.get(rate.resourceId) ?? []
    let picos = 0n
    for (const { startsAt, endsAt: end, state } of stretches({ startsAt: begun, endsAt }, rate, changes))
      picos += mulDiv(rateIn(state, rate, resource, input) ?? 0n, BigInt(end - startsAt), BigInt(HOUR_MS))
    const wallet = wallets.get(rate.currency)
    wallets.set(rate.currency, {
      currency: rate.currency,
      since: Math.min(begun, wallet?.since ?? Infinity),
      picos: picos + (wallet?.picos ?? 0n),
    })
  }
  return [...wallets.values()]
}

type State = ChargeState | 'deleted'

/** The states within a stretch of time: as billed at first, then by what was seen. */
function stretches(
  { startsAt, endsAt }: Interval,
  { openRecord, resourceType, state }: ResourceRate,
  changes: readonly StatusChange[],
): (Interval & { state: State })[] {
  const isSeen = resourceType === 'instance'
  const wasAsleep = openRecord?.status === 'hibernated'
  const parts: (Interval & { state: State })[] = []
  let current: State = !isSeen || !openRecord ? state : wasAsleep ? 'hibernated' : 'active'
  let from = startsAt
  for (const { observedAt, status } of isSeen ? changes : []) {
    if (observedAt >= endsAt) break
    if (observedAt > from) parts.push({ startsAt: from, endsAt: observedAt, state: current })
    from = Math.max(from, observedAt)
    current = toChargeState(status)
  }
  return [...parts, { startsAt: from, endsAt, state: current }]
}

/** Per hour; the rate of the present where the state is the billed one, else the price of the other state. */
function rateIn(
  state: State,
  rate: ResourceRate,
  resource: Resource | null,
  { prices, rules = defaultRules, until }: CarryOnInput,
): bigint | null {
  if (state === 'deleted' || state === 'transitional' || state === 'error') return 0n
  const isAsleep = state === 'hibernated'
  const isBilledSo = rate.openRecord === null ? rate.state === state : (rate.state === 'hibernated') === isAsleep
  if (isBilledSo) return rate.perHourPicos
  if (!isAsleep && resource?.pricePerHourPicos != null) return resource.pricePerHourPicos
  const asset = assetOf(rate.resourceType as BillingKind, rate.openRecord, resource)
  return hourlyPrice(chargeItem(asset, isAsleep ? 'hibernated' : 'active', rules), rate.currency, prices, until)
}
