import { mulDiv, type Currency } from '../money.ts'
import { withTax } from '../pricing/parity.ts'
import type { Day, DayRange } from '../time.ts'
import { NOTHING, type PlannedSpend, type WalletBaseline } from './baseline.ts'
import type { PlanClock } from './plan-clock.ts'

/** Credits of a stretch of time, billed and still to come together, and the tax on topping them up. */
export interface Spend {
  readonly billedPicos: bigint
  readonly p10Picos: bigint
  readonly p50Picos: bigint
  readonly p90Picos: bigint
  readonly taxPicos: bigint
}

export interface SpendOfWindow {
  readonly days: readonly (Spend & { readonly day: Day })[]
  readonly months: readonly (Spend & DayRange)[]
  readonly total: Spend
}

/**
 * The baseline's spend with what a scenario changes of each day (picos by day of the clock). The interval
 * keeps its share of what is still to come: the residuals it was learned from are shares of the level.
 * 100 still to come, give or take 20, made 50 by the scenario: give or take 10.
 */
export function scaledSpend(wallet: WalletBaseline | null, clock: PlanClock, deltas: readonly bigint[]): SpendOfWindow {
  const share = usualShare(wallet)
  const { calendar, window } = clock
  const past = calendar.daysBetween(window.from, window.to).filter((day) => day < clock.days[0]!).length
  const planned: WalletBaseline['days'] =
    wallet?.days ?? calendar.daysBetween(window.from, window.to).map((day) => ({ day, ...NOTHING }))
  const deltaOf = planned.map((_, i) => (i < past ? 0n : deltas[clock.windowFrom + i - past]!))
  const inMonth = within(planned)
  const months = (wallet?.months ?? monthsOf(planned, window)).map((month) => {
    const inside = inMonth(month, deltaOf)
    return { from: month.from, to: month.to, ...scaled(month, sum(inside), share) }
  })
  return {
    days: planned.map((day, i) => ({ day: day.day, ...scaled(day, deltaOf[i]!, share) })),
    months,
    total: scaled(wallet?.total ?? NOTHING, sum(deltaOf), share),
  }
}

/** The same with the tax on topping up: of the running sum, so that days add up to months and the total. */
export function taxed(spend: SpendOfWindow, currency: Currency): SpendOfWindow {
  let credits = 0n
  let given = 0n
  const days = spend.days.map((day) => {
    credits += day.p50Picos
    const tax = withTax(credits, currency) - credits
    const taxPicos = tax - given
    given = tax
    return { ...day, taxPicos }
  })
  const inMonth = within(days)
  const months = spend.months.map((month) => ({
    ...month,
    taxPicos: inMonth(month, days).reduce((total, { taxPicos }) => total + taxPicos, 0n),
  }))
  return { days, months, total: { ...spend.total, taxPicos: given } }
}

/** The tax on topping up for all that the plan spends as it stands. */
export function plannedTax(wallet: WalletBaseline | null, currency: Currency): bigint {
  const credits = sum((wallet?.days ?? []).map(({ billedPicos, restPicos }) => billedPicos + restPicos))
  return withTax(credits, currency) - credits
}

/** What is told of each of the days, in order, of those in a range alone. */
function within(days: readonly { readonly day: Day }[]) {
  const places = new Map(days.map(({ day }, i) => [day, i]))
  return <T>({ from, to }: DayRange, told: readonly T[]): readonly T[] =>
    told.slice(places.get(from), places.get(to) ?? told.length)
}

/** A stretch of the plan with what a scenario changes of it. */
export function scaled({ billedPicos, restPicos, halfPicos }: PlannedSpend, delta: bigint, share: Share): Spend {
  const rest = restPicos + delta
  const kept =
    delta === 0n ? halfPicos : restPicos > 0n ? times(rest, halfPicos, restPicos) : times(rest, share.num, share.den)
  const p50Picos = billedPicos + rest
  const p10Picos = kept > rest ? billedPicos : p50Picos - kept
  return {
    billedPicos,
    p10Picos: p10Picos < p50Picos ? p10Picos : p50Picos,
    p50Picos,
    p90Picos: p50Picos + kept,
    taxPicos: 0n,
  }
}

export interface Share {
  readonly num: bigint
  readonly den: bigint
}

/** Of a wallet that spends nothing yet: how far off run rate was on other ledgers over a month. */
const NEW_WALLET: Share = { num: 3n, den: 5n }

/** How wide the interval of a wallet is of what is still to come. */
export function usualShare(wallet: WalletBaseline | null): Share {
  if (!wallet || wallet.total.restPicos <= 0n) return NEW_WALLET
  return { num: wallet.total.halfPicos, den: wallet.total.restPicos }
}

function times(picos: bigint, num: bigint, den: bigint): bigint {
  return picos > 0n ? mulDiv(picos, num, den) : 0n
}

function monthsOf(days: readonly { day: Day }[], window: DayRange): (PlannedSpend & DayRange)[] {
  const firsts = days.filter(({ day }, i) => i === 0 || day.endsWith('-01'))
  return firsts.map(({ day }, i) => ({ from: day, to: firsts[i + 1]?.day ?? window.to, ...NOTHING }))
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n)
}
