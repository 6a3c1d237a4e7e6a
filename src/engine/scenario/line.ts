import { WHOLE, type Part } from '../allocation/parts.ts'
import { mulDiv, type Currency } from '../money.ts'
import type { PriceBook } from '../pricing/price-book.ts'
import type { RatingRules } from '../pricing/rules.ts'
import type { ResourceRate } from '../forecast/run-rate.ts'
import { chargeItem } from '../rating/charge-item.ts'
import type { ChargeState } from '../rating/charge.ts'
import type { Instant, Interval } from '../time.ts'
import { assetOf, type Asset } from '../usage/asset.ts'
import type { Resource } from '../usage/resource.ts'
import { coveredInterval } from '../usage/state-ledger.ts'
import type { Off } from './change.ts'

export interface Ratio {
  readonly num: bigint
  readonly den: bigint
}

/** How a machine is used over a span. `gone`: given up while it is not needed. */
export type Mode =
  | { readonly kind: 'on' }
  | { readonly kind: 'asleep' }
  | { readonly kind: 'gone' }
  | { readonly kind: 'weekly'; readonly awake: Uint8Array; readonly off: Off }

/** What a line of the plan is over a stretch of time. */
export interface Span extends Interval {
  readonly asset: Asset
  readonly region: string | null
  /** How many of them; 0 where it was taken out of the plan. */
  readonly machines: number
  readonly growth: Ratio
  readonly mode: Mode
  /** The change that chose what it is; null where it is as it was. */
  readonly chosenBy: number | null
}

/** What a resource is and costs now. */
export interface Present {
  readonly asset: Asset
  readonly region: string | null
  readonly state: ChargeState
  /** Null where no source tells. */
  readonly perHourPicos: bigint | null
  /** What it costs per hour while it is on; null where no source tells. */
  readonly onPicos: bigint | null
  readonly asleepPicos: bigint | null
  readonly billedUntil: Instant
}

/** One line of the plan: a resource, or what a scenario adds. */
export interface Line {
  readonly lineId: string
  readonly name: string
  readonly currency: Currency
  /** Whose it is as the plan stands, each that has a share of it; at least one. */
  readonly sharers: readonly Part[]
  /** Null for what the scenario adds. */
  readonly present: Present | null
  /** In order, from now to the horizon; a gap is nothing. */
  readonly spans: readonly Span[]
  /** Which changes have touched it. */
  readonly changes: readonly number[]
  /** A job goes by its work, not by later changes. */
  readonly isJob: boolean
}

export const ONE: Ratio = { num: 1n, den: 1n }
export const ON: Mode = { kind: 'on' }

/** The price of one asset per hour by the price book, at a moment; null where none is known. */
export function listRate(
  asset: Asset,
  state: ChargeState,
  currency: Currency,
  { prices, rules, asOf }: { prices: PriceBook; rules: RatingRules; asOf: Instant },
): bigint | null {
  const item = chargeItem(asset, state, rules)
  const version = prices.pieces(item.sku, currency, { startsAt: asOf, endsAt: asOf + 1 })[0]!.version
  if (version?.unit !== item.priceUnit || item.units === null) return null
  return mulDiv(version.pricePicos, item.units.num, item.units.den)
}

/** The plan as it stands: everything that costs money now goes on as it is. */
export function presentLine(
  rate: ResourceRate,
  resource: Resource | null,
  horizonAt: Instant,
  context: { prices: PriceBook; rules: RatingRules; asOf: Instant },
): Line {
  const { asOf } = context
  const kind = rate.resourceType === 'volume' || rate.resourceType === 'snapshot' ? rate.resourceType : 'instance'
  const asset = assetOf(kind, rate.openRecord, resource)
  const isAsleep = rate.state === 'hibernated'
  const present: Present = {
    asset,
    region: rate.region,
    state: rate.state,
    perHourPicos: rate.perHourPicos,
    onPicos: isAsleep
      ? (resource?.pricePerHourPicos ?? listRate(asset, 'active', rate.currency, context))
      : rate.perHourPicos,
    asleepPicos: isAsleep ? rate.perHourPicos : listRate(asset, 'hibernated', rate.currency, context),
    billedUntil: rate.openRecord ? coveredInterval(rate.openRecord, asOf).endsAt : asOf,
  }
  const mode: Mode = isAsleep ? { kind: 'asleep' } : ON
  const span = { startsAt: asOf, endsAt: horizonAt, asset, region: rate.region, machines: 1, growth: ONE, mode }
  return {
    lineId: rate.resourceId,
    name: rate.name,
    currency: rate.currency,
    sharers: WHOLE,
    present,
    spans: [{ ...span, chosenBy: null }],
    changes: [],
    isJob: false,
  }
}

/** The line with its spans inside the period changed, each to one or several in order, split at its edges where needed. */
export function changeSpans(
  line: Line,
  period: Interval,
  change: number,
  to: (span: Span) => Span | readonly Span[],
): Line {
  const spans = line.spans.flatMap((span) => {
    const startsAt = Math.max(span.startsAt, period.startsAt)
    const endsAt = Math.min(span.endsAt, period.endsAt)
    if (startsAt >= endsAt) return [span]
    return [
      ...(span.startsAt < startsAt ? [{ ...span, endsAt: startsAt }] : []),
      ...[to({ ...span, startsAt, endsAt })].flat(),
      ...(endsAt < span.endsAt ? [{ ...span, startsAt: endsAt }] : []),
    ]
  })
  const changes = line.changes.at(-1) === change ? line.changes : [...line.changes, change]
  return { ...line, spans, changes }
}
