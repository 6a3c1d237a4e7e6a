import { mulDiv, type Currency } from '../money.ts'
import type { PriceBook } from '../pricing/price-book.ts'
import type { RatingRules } from '../pricing/rules.ts'
import { HOUR_MS, type Calendar, type Day, type DayRange, type Instant } from '../time.ts'
import { coveredInterval } from '../usage/state-ledger.ts'
import type { BillingRecord } from '../usage/billing-record.ts'
import type { Resource } from '../usage/resource.ts'
import { aheadOf } from './ahead-of.ts'
import { billedSlices } from './billed-slices.ts'
import { addDrivers, type Driver } from './driver.ts'
import { driversOf, estimate, type BilledAndToCome, type Estimate } from './estimate.ts'
import type { ForecastItem } from './forecast-item.ts'
import { leafOutlooks, type LeafOutlook, type PlansAhead } from './leaf-outlook.ts'
import type { RateBasis, ResourceRate } from './run-rate.ts'
import type { SpendAhead, WalletAhead } from './spend-ahead.ts'
import { aiItem, itemOfRate } from './spend-parts.ts'
import { timeSteps, type ForecastStep, type TimeStep } from './time-steps.ts'
import type { UsageCost } from './usage-cost.ts'
import { CERTAIN, partBands, walletBands, type WindowBands } from './window-error.ts'

export interface ForecastInput {
  /** The account's records, past ones as well: the interval is learned from them. */
  readonly records: readonly BillingRecord[]
  readonly resources: readonly Resource[]
  readonly usage?: readonly UsageCost[]
  readonly prices: PriceBook
  readonly rules?: RatingRules
  readonly planned?: PlansAhead
  readonly calendar: Calendar
  readonly asOf: Instant
  /** Days of the account's zone, `to` exclusive. */
  readonly window: DayRange
  /** What the rows are of; days, where it is not given. */
  readonly step?: ForecastStep
  /** The currency is always part of the key beside it: wallets are never added. */
  readonly groupBy: (item: ForecastItem) => string
  /** What is looked at; everything, where it is not given. It is forecast with all the rest, so that parts add up. */
  readonly wanted?: (item: ForecastItem) => boolean
}

export interface ForecastRow extends Estimate {
  /** The day of the zone that the step begins on. */
  readonly day: Day
  readonly startsAt: Instant
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

const NOTHING: BilledAndToCome = { billed: 0n, drivers: {} }

/** What is billed and to come of a group in one step. */
interface Cell {
  billed: bigint
  readonly drivers: Partial<Record<Driver, bigint>>
}

interface Group {
  readonly group: string
  readonly wallet: WalletAhead
  readonly rates: ResourceRate[]
  readonly leaves: LeafOutlook[]
  readonly cells: Map<TimeStep, Cell>
}

/**
 * The forecast of a window: what is billed, and to the end of it what `spendAhead` expects of each resource and of new
 * work, with plans and known prices. p50 of a total is the sum of its steps, parts and drivers exactly; the bounds are
 * not, they are learned for steps and for the whole window apart. No bound lies below what is billed so far. A part of a
 * wallet has rows for the steps in which something is billed or expected of it, a whole wallet for all.
 */
export function forecastWindow(input: ForecastInput): { rows: ForecastRow[]; totals: ForecastTotal[] } {
  const { calendar, window } = input
  const steps = timeSteps(calendar, window, input.step ?? 'day')
  const ahead = aheadOf(input)
  const rows: ForecastRow[] = []
  const totals: ForecastTotal[] = []
  const outlooks = leafOutlooks({ ...input, ahead, endsAt: calendar.startOf(window.to) })
  const ofWallets = Map.groupBy(outlooks, ({ currency }) => currency)
  for (const group of groupsOf(input, ahead, steps, outlooks)) {
    const { group: name, wallet, rates } = group
    const { currency } = wallet
    const ofWallet = ofWallets.get(currency) ?? []
    const bandsOf = groupBands(ahead, group, ofWallet)
    const isWhole = group.leaves.length === ofWallet.length
    const whole: Cell = { billed: 0n, drivers: {} }
    const inOrder = isWhole ? steps : [...group.cells.keys()].sort((a, b) => a.startsAt - b.startsAt)
    for (const step of inOrder) {
      const cell = group.cells.get(step)
      if (cell) {
        whole.billed += cell.billed
        addDrivers(whole.drivers, cell.drivers)
      }
      const { key: day, startsAt, endsAt } = step
      rows.push({ day, startsAt, group: name, currency, ...estimate(bandsOf(startsAt, endsAt), cell ?? NOTHING) })
    }
    const bands = bandsOf(calendar.startOf(window.from), calendar.startOf(window.to))
    const basis = { 'billing record': 0, 'instance price': 0, 'list price': 0, unpriced: 0 }
    for (const rate of rates) basis[rate.basis]++
    totals.push({
      group: name,
      currency,
      ...estimate(bands, whole),
      early: bands.early,
      origins: bands.origins,
      basis,
      disagreements: rates.filter((rate) => rate.disagreement !== null).length,
    })
  }
  return { rows, totals }
}

/** The bands of a group's windows: of a whole wallet its own, of a part those of its leaves. */
function groupBands({ asOf }: SpendAhead, { wallet, leaves }: Group, all: readonly LeafOutlook[]) {
  return (stepStartsAt: Instant, endsAt: Instant): WindowBands => {
    const startsAt = Math.max(stepStartsAt, asOf)
    if (startsAt >= endsAt) return CERTAIN
    const whole = walletBands(wallet, asOf, startsAt, endsAt)
    if (leaves.length === all.length) return whole
    return partBands(wallet, whole, { part: leaves, all }, { asOf, startsAt, endsAt })
  }
}

function groupsOf(
  input: ForecastInput,
  ahead: SpendAhead,
  steps: readonly TimeStep[],
  outlooks: readonly LeafOutlook[],
): Group[] {
  const { calendar, asOf, window, groupBy, wanted } = input
  const startsAt = calendar.startOf(window.from)
  const endsAt = calendar.startOf(window.to)
  const groups = new Map<string, Group>()
  const groupOf = (item: ForecastItem) => {
    const group = groupBy(item)
    const key = JSON.stringify([item.currency, group])
    const known = groups.get(key)
    if (known) return known
    const wallet = ahead.wallets.get(item.currency) ?? emptyWallet(item.currency)
    const made: Group = { group, wallet, rates: [], leaves: [], cells: new Map() }
    groups.set(key, made)
    return made
  }
  const isWanted = (item: ForecastItem) => wanted === undefined || wanted(item)
  const cellOf = ({ cells }: Group, step: TimeStep): Cell => {
    const known = cells.get(step)
    if (known) return known
    const made: Cell = { billed: 0n, drivers: {} }
    cells.set(step, made)
    return made
  }
  const stepAt = stepFinder(steps)

  for (const { record, item } of ahead.known) {
    if (!isWanted(item)) continue
    const group = groupOf(item)
    const covered = coveredInterval(record, asOf)
    if (covered.endsAt < startsAt || covered.startsAt >= endsAt) continue
    for (const { at, picos } of billedSlices(record, calendar, asOf, input.step === 'hour')) {
      if (at >= startsAt && at < endsAt) cellOf(group, stepAt(at)).billed += picos
    }
  }
  for (const { resourceId, currency, at, costPicos } of ahead.usage) {
    const item = aiItem(resourceId, currency)
    if (at < startsAt || at >= endsAt || !isWanted(item)) continue
    cellOf(groupOf(item), stepAt(at)).billed += costPicos
  }
  for (const rate of ahead.rates) {
    const item = itemOfRate(rate)
    if (!isWanted(item)) continue
    const group = groupOf(item)
    group.rates.push(rate)
    // Billing runs a little behind: what was not billed yet of the time before asOf comes first.
    let at = Math.max(rate.openRecord ? coveredInterval(rate.openRecord, asOf).endsAt : asOf, startsAt)
    while (at < Math.min(asOf, endsAt)) {
      const step = stepAt(at)
      const until = Math.min(step.endsAt, asOf, endsAt)
      const picos = mulDiv(rate.perHourPicos ?? 0n, BigInt(until - at), BigInt(HOUR_MS))
      addDrivers(cellOf(group, step).drivers, {
        [rate.resourceType === 'instance' ? 'keepsRunning' : 'storage']: picos,
      })
      at = until
    }
  }
  for (const outlook of outlooks) {
    const { leaf } = outlook
    if (!isWanted(leaf.item)) continue
    const group = groupOf(leaf.item)
    group.leaves.push(outlook)
    for (const step of steps)
      if (step.endsAt > asOf) addDrivers(cellOf(group, step).drivers, driversOf(outlook, step.startsAt, step.endsAt))
  }
  return [...groups.values()].sort((a, b) => order(a.wallet.currency, b.wallet.currency) || order(a.group, b.group))
}

function stepFinder(steps: readonly TimeStep[]) {
  return (at: Instant): TimeStep => {
    let low = 0
    let high = steps.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (steps[middle]!.startsAt <= at) low = middle
      else high = middle - 1
    }
    return steps[low]!
  }
}

/** A wallet in which only what is planned will cost something. */
const emptyWallet = (currency: Currency): WalletAhead => ({
  currency,
  leaves: [],
  mix: null,
  history: { startsAt: null, rateAt: () => 0, spent: () => 0 },
})

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
