import type { Currency } from '../money.ts'
import type { PriceBook } from '../pricing/price-book.ts'
import type { RatingRules } from '../pricing/rules.ts'
import { HOUR_MS, type Instant } from '../time.ts'
import type { BillingRecord } from '../usage/billing-record.ts'
import type { Resource } from '../usage/resource.ts'
import { burnHistory, type BurnHistory } from './burn-history.ts'
import { knownRecords, type KnownRecord } from './known-records.ts'
import { runRates, type ResourceRate } from './run-rate.ts'
import { leavesOf, meanUsage, runRateLeaf, type SpendLeaf } from './spend-leaf.ts'
import { AI, spendParts } from './spend-parts.ts'
import { forecastSpend, type SpendForecast } from './spend/forecast-spend.ts'
import type { UsageCost } from './usage-cost.ts'

/** The mixture of a wallet, the first week by the hour and six weeks by the day. */
export interface WalletMix {
  readonly week: SpendForecast
  readonly sixWeeks: SpendForecast
}

/** What is expected of one wallet. */
export interface WalletAhead {
  readonly currency: Currency
  readonly leaves: readonly SpendLeaf[]
  /** With its past errors; null where history is too short for a mixture: run rate alone. */
  readonly mix: WalletMix | null
  readonly history: BurnHistory
}

export interface AheadInput {
  readonly records: readonly BillingRecord[]
  readonly resources: readonly Resource[]
  /** What is paid by use; nothing where it is not given. */
  readonly usage?: readonly UsageCost[]
  readonly prices: PriceBook
  readonly rules?: RatingRules
  readonly asOf: Instant
}

export interface SpendAhead {
  readonly asOf: Instant
  readonly known: readonly KnownRecord[]
  readonly usage: readonly UsageCost[]
  readonly rates: readonly ResourceRate[]
  readonly wallets: ReadonlyMap<Currency, WalletAhead>
}

/** With less than two weeks nothing that returns weekly was seen to return: what runs goes on. */
const LEAST_HISTORY_MS = 14 * 24 * HOUR_MS
export const WEEK_HOURS = 168
/** How far the mixture looks; beyond, its last week repeats. */
export const AHEAD_HOURS = 6 * WEEK_HOURS

/** What is expected of a wallet, as it can be handed from one thread to another. */
export type WalletForecast = Omit<WalletAhead, 'history'>

/**
 * What is expected of six weeks after asOf, by wallet and down to the resource: the mixture of `forecastSpend`, of the
 * first week by the hour and of the rest by the day, laid over hours and resources. One answer for every window that is
 * asked about, so that a day is forecast alike wherever it is shown. Currency units as floats, nothing that is billed.
 */
export function spendAhead(input: AheadInput): SpendAhead {
  const facts = factsOf(input)
  const forecasts = facts.currencies.map((currency) => walletAhead(currency, facts))
  return { ...facts, wallets: new Map(forecasts.map((wallet) => [wallet.currency, wallet])) }
}

/** The same from wallets that were forecast of the same input in another thread. */
export function aheadFrom(input: AheadInput, forecasts: readonly WalletForecast[]): SpendAhead {
  const facts = factsOf(input)
  const wallets = forecasts.map((forecast) => ({ ...forecast, history: historyOf(forecast.currency, facts) }))
  return { ...facts, wallets: new Map(wallets.map((wallet) => [wallet.currency, wallet])) }
}

export const walletForecast = ({ currency, leaves, mix }: WalletAhead): WalletForecast => ({ currency, leaves, mix })

/** What a forecast starts from, as it was known at asOf. */
interface Facts extends Omit<SpendAhead, 'wallets'> {
  readonly currencies: readonly Currency[]
}

function factsOf(input: AheadInput): Facts {
  const { asOf } = input
  const known = knownRecords(input.records, input.resources, asOf)
  const usage = (input.usage ?? []).filter(({ at }) => at < asOf)
  const openRecords = known.flatMap(({ record }) => (record.endsAt === null ? [record] : []))
  const rates = runRates({ ...input, openRecords })
  const currencies = new Set([
    ...known.map(({ item }) => item.currency),
    ...rates.map(({ currency }) => currency),
    ...usage.map(({ currency }) => currency),
  ])
  return { asOf, known, usage, rates, currencies: [...currencies].sort() }
}

const historyOf = (currency: Currency, { known, usage, asOf }: Facts): BurnHistory =>
  burnHistory(
    known.flatMap(({ record, item }) => (item.currency === currency ? [record] : [])),
    asOf,
    usage.filter((one) => one.currency === currency),
  )

function walletAhead(currency: Currency, facts: Facts): WalletAhead {
  const { asOf } = facts
  const history = historyOf(currency, facts)
  const rates = facts.rates.filter((rate) => rate.currency === currency)
  const usage = facts.usage.filter((one) => one.currency === currency)
  if (history.startsAt === null || asOf - history.startsAt < LEAST_HISTORY_MS) {
    const leaves = [...rates.map((rate) => runRateLeaf(rate, AHEAD_HOURS)), ...meanUsage(usage, asOf, AHEAD_HOURS)]
    return { currency, leaves, mix: null, history }
  }
  const known = facts.known.filter(({ item }) => item.currency === currency)
  const parts = spendParts(known, rates, usage, asOf)
  const records = parts.map(({ spend }) => spend)
  const metered = new Set([AI])
  const ahead = (horizonHours: number) => forecastSpend({ records, metered, asOf, horizonHours })[0]!
  const week = ahead(WEEK_HOURS)
  const sixWeeks = ahead(AHEAD_HOURS)
  const leaves = spliced(leavesOf(week, parts, rates, asOf), leavesOf(sixWeeks, parts, rates, asOf))
  return { currency, leaves, mix: { week: bandsAlone(week), sixWeeks: bandsAlone(sixWeeks) }, history }
}

/** Without what the leaves were made from, which is large. */
const bandsAlone = (mix: SpendForecast): SpendForecast => ({
  ...mix,
  kinds: mix.kinds.map((kind) => ({
    ...kind,
    ahead: { byResource: new Map(), newWork: new Float64Array(), runRate: 0 },
  })),
})

/** The hours of the first leaves where they reach, and those of the others after them. */
function spliced(first: readonly SpendLeaf[], others: readonly SpendLeaf[]): SpendLeaf[] {
  const byKey = new Map(first.map((leaf) => [leaf.key, leaf]))
  const leaves = others.map((leaf) => {
    const early = byKey.get(leaf.key)
    byKey.delete(leaf.key)
    if (early) leaf.hourly.set(early.hourly)
    else leaf.hourly.fill(0, 0, WEEK_HOURS)
    return leaf
  })
  for (const leaf of byKey.values()) {
    const hourly = new Float64Array(AHEAD_HOURS)
    hourly.set(leaf.hourly)
    leaves.push({ ...leaf, hourly })
  }
  return leaves
}
