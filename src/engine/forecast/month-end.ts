import { mulDiv, parsePicos, type Currency } from '../money.ts'
import type { PriceBook } from '../pricing/price-book.ts'
import type { RatingRules } from '../pricing/rules.ts'
import { HOUR_MS, type Calendar, type Day, type DayRange, type Instant } from '../time.ts'
import { apportion } from '../usage/apportion.ts'
import type { BillingRecord } from '../usage/billing-record.ts'
import type { Resource } from '../usage/resource.ts'
import { coveredInterval } from '../usage/state-ledger.ts'
import { burnHistory } from './burn-history.ts'
import { leafSpend } from './leaf-spend.ts'
import type { RateBasis, ResourceRate } from './run-rate.ts'
import type { ForecastItem } from './forecast-item.ts'
import { spendAhead, type SpendAhead, type SpendLeaf, type WalletAhead } from './spend-ahead.ts'
import { partError, walletError, type WindowError } from './window-error.ts'

export type { ForecastItem } from './forecast-item.ts'

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
  /** What is looked at; everything, where it is not given. It is forecast with all the rest, so that parts add up. */
  readonly wanted?: (item: ForecastItem) => boolean
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
  readonly wallet: WalletAhead
  readonly records: BillingRecord[]
  readonly rates: ResourceRate[]
  readonly leaves: SpendLeaf[]
  /** Picos by day of the window. */
  readonly billed: Map<Day, bigint>
  readonly rest: Map<Day, bigint>
}

const DAY_MS = 24 * HOUR_MS
/** Weeks that the mixture looks ahead, one to six; beyond, the last week repeats. */
const WEEKS_AHEAD = { least: 1, most: 6 }

/**
 * The forecast of a window: what is billed, and to the end of it what `spendAhead` expects of each resource and of new
 * work. p50 of a total is the sum of its days and parts exactly; the bounds are not, they are learned for days and for
 * the whole window apart. No bound lies below what is billed so far.
 */
export function forecastWindow(input: ForecastInput): { rows: ForecastRow[]; totals: ForecastTotal[] } {
  const { calendar, asOf, window } = input
  const startsAt = calendar.startOf(window.from)
  const endsAt = calendar.startOf(window.to)
  const days = calendar.daysBetween(window.from, window.to)
  const ahead = aheadOf(input, endsAt)
  const errorOf = windowErrors(ahead, asOf)
  const rows: ForecastRow[] = []
  const totals: ForecastTotal[] = []
  for (const group of groupsOf(input, ahead, days)) {
    const { group: name, wallet, rates } = group
    const { currency } = wallet
    const toError = errorOf(group)
    let billedSoFar = 0n
    let rest = 0n
    for (const day of days) {
      const billed = group.billed.get(day) ?? 0n
      const toCome = group.rest.get(day) ?? 0n
      const error = toError(calendar.startOf(day), calendar.endOf(day))
      rows.push({ day, group: name, currency, ...estimate(error, billed, toCome) })
      billedSoFar += billed
      rest += toCome
    }
    const error = toError(startsAt, endsAt)
    const basis = { 'billing record': 0, 'instance price': 0, 'list price': 0, unpriced: 0 }
    for (const rate of rates) basis[rate.basis]++
    totals.push({
      group: name,
      currency,
      ...estimate(error, billedSoFar, rest),
      early: error.early,
      origins: error.origins,
      basis,
      disagreements: rates.filter((rate) => rate.disagreement !== null).length,
    })
  }
  return { rows, totals }
}

function estimate({ halfWidth }: WindowError, billedSoFarPicos: bigint, restPicos: bigint) {
  const p50Picos = billedSoFarPicos + restPicos
  const half = parsePicos(halfWidth.toFixed(12))
  const p10Picos = half > restPicos ? billedSoFarPicos : p50Picos - half
  return { p10Picos, p50Picos, p90Picos: p50Picos + half, billedSoFarPicos }
}

const CERTAIN: WindowError = { halfWidth: 0, origins: 0, early: false }

/** The error of a group's windows; what is over is certain, and so is a part of which nothing is left. */
function windowErrors({ known }: SpendAhead, asOf: Instant) {
  const sizes = new Map<Currency, number>()
  for (const { item } of known) sizes.set(item.currency, (sizes.get(item.currency) ?? 0) + 1)
  const ofWallets = new Map<string, WindowError>()
  return ({ wallet, records, leaves }: Group) => {
    const isWhole = records.length === (sizes.get(wallet.currency) ?? 0) && leaves.length === wallet.leaves.length
    const history = isWhole ? wallet.history : burnHistory(records, asOf)
    return (startsAt: Instant, endsAt: Instant): WindowError => {
      const from = Math.max(startsAt, asOf)
      if (from >= endsAt || (leaves.length === 0 && !isWhole)) return CERTAIN
      const key = `${wallet.currency} ${from} ${endsAt}`
      const whole = ofWallets.get(key) ?? walletError(wallet, asOf, from, endsAt)
      ofWallets.set(key, whole)
      return isWhole ? whole : partError(wallet, history, whole, asOf, from, endsAt)
    }
  }
}

const made = new WeakMap<readonly BillingRecord[], { input: ForecastInput; ahead: Map<number, SpendAhead> }>()

/**
 * What is expected of the same records at the same moment, worked out once for as many whole weeks as the window needs:
 * each grouping of it is then told from one forecast.
 */
export function aheadOf(
  input: Pick<ForecastInput, 'records' | 'resources' | 'prices' | 'rules' | 'asOf'>,
  endsAt: Instant,
): SpendAhead {
  const weeks = Math.ceil((endsAt - input.asOf) / (7 * DAY_MS))
  const days = 7 * Math.min(WEEKS_AHEAD.most, Math.max(WEEKS_AHEAD.least, weeks))
  let kept = made.get(input.records)
  const isSame =
    kept?.input.asOf === input.asOf &&
    kept.input.resources === input.resources &&
    kept.input.prices === input.prices &&
    kept.input.rules === input.rules
  if (!kept || !isSame) {
    kept = { input: input as ForecastInput, ahead: new Map() }
    made.set(input.records, kept)
  }
  const known = kept.ahead.get(days)
  if (known) return known
  const ahead = spendAhead(input, days)
  kept.ahead.set(days, ahead)
  return ahead
}

/** What a wallet is expected to have spent so many days after asOf, at most as far as is asked for. */
export function spentAfter(
  input: Pick<ForecastInput, 'records' | 'resources' | 'prices' | 'rules' | 'asOf'>,
  currency: Currency,
): (days: number) => bigint {
  const { asOf } = input
  const wallet = aheadOf(input, asOf + WEEKS_AHEAD.most * 7 * DAY_MS).wallets.get(currency)
  const spends = (wallet?.leaves ?? []).map((leaf) => leafSpend(leaf, asOf))
  return (days) => spends.reduce((sum, spend) => sum + spend(asOf + days * DAY_MS), 0n)
}

function groupsOf({ calendar, asOf, window, groupBy, wanted }: ForecastInput, ahead: SpendAhead, days: readonly Day[]) {
  const startsAt = calendar.startOf(window.from)
  const endsAt = calendar.startOf(window.to)
  const groups = new Map<string, Group>()
  const groupOf = (item: ForecastItem) => {
    const group = groupBy(item)
    const key = JSON.stringify([item.currency, group])
    const known = groups.get(key)
    if (known) return known
    const wallet = ahead.wallets.get(item.currency)!
    const made: Group = { group, wallet, records: [], rates: [], leaves: [], billed: new Map(), rest: new Map() }
    groups.set(key, made)
    return made
  }
  const isWanted = (item: ForecastItem) => wanted === undefined || wanted(item)
  const add = (amounts: Map<Day, bigint>, day: Day, picos: bigint) => amounts.set(day, (amounts.get(day) ?? 0n) + picos)

  for (const { record, item } of ahead.known) {
    if (!isWanted(item)) continue
    const group = groupOf(item)
    group.records.push(record)
    const covered = coveredInterval(record, asOf)
    if (covered.endsAt < startsAt || covered.startsAt >= endsAt) continue
    for (const slice of apportion(record, calendar, asOf)) {
      if (slice.startsAt >= startsAt && slice.startsAt < endsAt) add(group.billed, slice.day, slice.billedPicos)
    }
  }
  for (const rate of ahead.rates) {
    if (!isWanted(rate)) continue
    const group = groupOf(rate)
    group.rates.push(rate)
    // Billing runs a little behind: what was not billed yet of the time before asOf comes first.
    let at = Math.max(rate.openRecord ? coveredInterval(rate.openRecord, asOf).endsAt : asOf, startsAt)
    while (at < Math.min(asOf, endsAt)) {
      const until = Math.min(calendar.dayEndAfter(at), asOf, endsAt)
      add(group.rest, calendar.dayOf(at), mulDiv(rate.perHourPicos ?? 0n, BigInt(until - at), BigInt(HOUR_MS)))
      at = until
    }
  }
  for (const { leaves } of ahead.wallets.values()) {
    for (const leaf of leaves) {
      if (!isWanted(leaf.item)) continue
      const group = groupOf(leaf.item)
      group.leaves.push(leaf)
      const spend = leafSpend(leaf, asOf)
      for (const day of days) {
        const until = calendar.endOf(day)
        if (until > asOf) add(group.rest, day, spend(until) - spend(calendar.startOf(day)))
      }
    }
  }
  return [...groups.values()].sort((a, b) => order(a.wallet.currency, b.wallet.currency) || order(a.group, b.group))
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
