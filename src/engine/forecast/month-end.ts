import { mulDiv, parsePicos, type Currency } from '../money.ts'
import type { PriceBook } from '../pricing/price-book.ts'
import type { RatingRules } from '../pricing/rules.ts'
import { HOUR_MS, type Calendar, type Day, type DayRange, type Instant } from '../time.ts'
import { apportion } from '../usage/apportion.ts'
import { assetOf } from '../usage/asset.ts'
import type { BillingRecord } from '../usage/billing-record.ts'
import type { Resource, ResourceType } from '../usage/resource.ts'
import { coveredInterval } from '../usage/state-ledger.ts'
import { burnHistory, type BurnHistory } from './burn-history.ts'
import { recordsKnownAt } from './known-at.ts'
import { runRateError } from './run-rate-error.ts'
import { runRates, type RateBasis, type ResourceRate } from './run-rate.ts'

/** What a forecast can be grouped by. */
export interface ForecastItem {
  readonly resourceId: string
  readonly resourceType: ResourceType
  readonly currency: Currency
  readonly region: string | null
  readonly tier: string | null
  readonly gpuModel: string | null
}

export interface ForecastInput {
  /** The account's records, past ones as well: the interval is learned from them. */
  readonly records: readonly BillingRecord[]
  readonly resources: readonly Resource[]
  readonly prices: PriceBook
  readonly rules?: RatingRules
  readonly calendar: Calendar
  readonly asOf: Instant
  /** Days of the account's zone, `to` exclusive. */
  readonly window: DayRange
  /** The currency is always part of the key beside it: wallets are never added. */
  readonly groupBy: (item: ForecastItem) => string
}

export interface Estimate {
  readonly group: string
  readonly currency: Currency
  readonly p10Picos: bigint
  readonly p50Picos: bigint
  readonly p90Picos: bigint
  readonly billedSoFarPicos: bigint
}

export interface ForecastRow extends Estimate {
  readonly day: Day
}

export interface ForecastTotal extends Estimate {
  /** Learned from too few past forecasts: the interval is a wide guess. */
  readonly early: boolean
  readonly origins: number
  /** How many running resources were rated by which source. */
  readonly basis: Readonly<Record<RateBasis, number>>
  /** How many of them have sources that contradict each other. */
  readonly disagreements: number
}

interface Group {
  readonly group: string
  readonly currency: Currency
  readonly records: BillingRecord[]
  readonly rates: ResourceRate[]
  /** Picos by day of the window. */
  readonly billed: Map<Day, bigint>
  readonly rest: Map<Day, bigint>
}

/**
 * The forecast of what is running: open records go on at their rate to the end of the window, closed ones stay, new ones
 * are not foreseen. p50 of a total is the sum of its days; the bounds are not, they are learned for days and for the
 * whole window apart. No bound lies below what is billed so far.
 */
export function forecastWindow(input: ForecastInput): { rows: ForecastRow[]; totals: ForecastTotal[] } {
  const { calendar, asOf, window } = input
  const startsAt = calendar.startOf(window.from)
  const endsAt = calendar.startOf(window.to)
  const rows: ForecastRow[] = []
  const totals: ForecastTotal[] = []
  for (const group of groupsOf(input, { startsAt, endsAt })) {
    const history = burnHistory(group.records, asOf)
    let billedSoFar = 0n
    let rest = 0n
    for (const day of calendar.daysBetween(window.from, window.to)) {
      const billed = group.billed.get(day) ?? 0n
      const toCome = group.rest.get(day) ?? 0n
      const bounds = estimate(history, asOf, calendar.startOf(day), calendar.endOf(day), billed, toCome)
      rows.push({ day, group: group.group, currency: group.currency, ...bounds.estimate })
      billedSoFar += billed
      rest += toCome
    }
    const whole = estimate(history, asOf, startsAt, endsAt, billedSoFar, rest)
    const basis = { 'billing record': 0, 'instance price': 0, 'list price': 0, unpriced: 0 }
    for (const rate of group.rates) basis[rate.basis]++
    totals.push({
      group: group.group,
      currency: group.currency,
      ...whole.estimate,
      early: whole.early,
      origins: whole.origins,
      basis,
      disagreements: group.rates.filter((rate) => rate.disagreement !== null).length,
    })
  }
  return { rows, totals }
}

function estimate(
  history: BurnHistory,
  asOf: Instant,
  startsAt: Instant,
  endsAt: Instant,
  billedSoFarPicos: bigint,
  restPicos: bigint,
) {
  const p50Picos = billedSoFarPicos + restPicos
  const from = Math.max(startsAt, asOf)
  if (from >= endsAt) {
    const certain = { p10Picos: p50Picos, p50Picos, p90Picos: p50Picos, billedSoFarPicos }
    return { estimate: certain, early: false, origins: 0 }
  }
  const { halfWidth, early, origins } = runRateError(history, asOf, from - asOf, endsAt - from)
  const half = parsePicos(halfWidth.toFixed(12))
  const p10Picos = half > restPicos ? billedSoFarPicos : p50Picos - half
  return { estimate: { p10Picos, p50Picos, p90Picos: p50Picos + half, billedSoFarPicos }, early, origins }
}

function groupsOf(input: ForecastInput, window: { startsAt: Instant; endsAt: Instant }): Group[] {
  const { calendar, asOf, groupBy } = input
  const groups = new Map<string, Group>()
  const groupOf = (item: ForecastItem) => {
    const group = groupBy(item)
    const key = JSON.stringify([item.currency, group])
    const known = groups.get(key)
    if (known) return known
    const made: Group = { group, currency: item.currency, records: [], rates: [], billed: new Map(), rest: new Map() }
    groups.set(key, made)
    return made
  }
  const add = (amounts: Map<Day, bigint>, day: Day, picos: bigint) => amounts.set(day, (amounts.get(day) ?? 0n) + picos)

  const resources = new Map(input.resources.map((resource) => [resource.resourceId, resource]))
  const records = recordsKnownAt(input.records, asOf)
  for (const record of records) {
    const resource = resources.get(record.resourceId) ?? null
    const { resourceId, kind, currency } = record
    const { tier, gpuModel } = assetOf(kind, record, resource)
    const region = resource?.region ?? null
    const group = groupOf({ resourceId, resourceType: kind, currency, region, tier, gpuModel })
    group.records.push(record)
    const covered = coveredInterval(record, asOf)
    if (covered.endsAt < window.startsAt || covered.startsAt >= window.endsAt) continue
    for (const slice of apportion(record, calendar, asOf)) {
      if (slice.startsAt >= window.startsAt && slice.startsAt < window.endsAt) {
        add(group.billed, slice.day, slice.billedPicos)
      }
    }
  }

  const openRecords = records.filter((record) => record.endsAt === null)
  for (const rate of runRates({ ...input, openRecords })) {
    const group = groupOf(rate)
    group.rates.push(rate)
    const billedUntil = rate.openRecord ? coveredInterval(rate.openRecord, asOf).endsAt : asOf
    let at = Math.max(billedUntil, window.startsAt)
    while (at < window.endsAt) {
      const until = Math.min(calendar.dayEndAfter(at), window.endsAt)
      add(group.rest, calendar.dayOf(at), mulDiv(rate.perHourPicos ?? 0n, BigInt(until - at), BigInt(HOUR_MS)))
      at = until
    }
  }
  return [...groups.values()].sort((a, b) => order(a.currency, b.currency) || order(a.group, b.group))
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
