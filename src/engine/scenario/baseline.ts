import type { Part } from '../allocation/parts.ts'
import { aheadOf } from '../forecast/ahead-of.ts'
import { recordsKnownAt } from '../forecast/known-at.ts'
import { forecastWindow, type ForecastInput } from '../forecast/forecast-window.ts'
import { runRates } from '../forecast/run-rate.ts'
import type { WalletAhead } from '../forecast/spend-ahead.ts'
import { spendPath } from '../forecast/spend-path.ts'
import { CERTAIN, walletBands } from '../forecast/window-error.ts'
import { parsePicos, type Currency } from '../money.ts'
import { defaultRules, type RatingRules } from '../pricing/rules.ts'
import type { SpendPoint } from '../runway/runway.ts'
import type { Day, DayRange, Instant } from '../time.ts'
import type { CatalogEntry } from './catalog.ts'
import { presentLine, type Line } from './line.ts'
import { HORIZON_DAYS, planClock, rhythmOf, type PlanClock, type Rhythm } from './plan-clock.ts'

export interface Balance {
  readonly currency: Currency
  readonly balancePicos: bigint
  readonly readAt: Instant
}

export interface PlanInput extends Omit<ForecastInput, 'groupBy'> {
  /** What is sold; empty where it was never read, then nothing is refused for it. */
  readonly catalog: readonly CatalogEntry[]
  /** The last reading of each wallet. */
  readonly balances: readonly Balance[]
}

/** Spend of a stretch of time as the forecast has it: billed, still to come, and half the width of its interval. */
export interface PlannedSpend {
  readonly billedPicos: bigint
  readonly restPicos: bigint
  readonly halfPicos: bigint
}

export interface WalletBaseline {
  readonly currency: Currency
  /** One for each day of the window. */
  readonly days: readonly (PlannedSpend & { readonly day: Day })[]
  /** The calendar months that the window touches, each as far as it lies inside. */
  readonly months: readonly (PlannedSpend & DayRange)[]
  readonly total: PlannedSpend
  readonly early: boolean
  readonly balance: Balance | null
  /** What will have been spent since the balance was read; null without a balance. */
  readonly path: readonly SpendPoint[] | null
}

/** The plan as it stands, forecast once: scenarios are told by what they change of it. */
export interface PlanBaseline {
  readonly asOf: Instant
  readonly clock: PlanClock
  readonly prices: ForecastInput['prices']
  readonly rules: RatingRules
  readonly catalog: readonly CatalogEntry[]
  readonly lines: readonly Line[]
  readonly wallets: readonly WalletBaseline[]
  /** What is never asleep. */
  readonly always: Rhythm
}

/**
 * The baseline of a window: exactly `forecastWindow` of each wallet, with months beside days and total, and the run rate
 * beyond the window as far as a runway looks.
 */
export function planBaseline(input: PlanInput): PlanBaseline {
  const { asOf, calendar, window, prices, catalog, balances } = input
  const rules = input.rules ?? defaultRules
  const clock = planClock(calendar, asOf, window)
  const records = recordsKnownAt(input.records, asOf)
  const rates = runRates({ ...input, openRecords: records.filter(({ endsAt }) => endsAt === null) })
  const resources = new Map(input.resources.map((resource) => [resource.resourceId, resource]))
  const lines = rates.map((rate) =>
    presentLine(rate, resources.get(rate.resourceId) ?? null, clock.horizonAt, { prices, rules, asOf }),
  )

  const { rows, totals } = forecastWindow({ ...input, groupBy: () => '' })
  const currencies = new Set([...totals, ...balances].map(({ currency }) => currency))
  const wallets = [...currencies].sort().map((currency): WalletBaseline => {
    const total = totals.find((one) => one.currency === currency)
    const days = total
      ? rows.filter((row) => row.currency === currency).map((row) => ({ day: row.day, ...plannedOf(row) }))
      : calendar.daysBetween(window.from, window.to).map((day) => ({ day, ...NOTHING }))
    const balance = balances.find((one) => one.currency === currency) ?? null
    return {
      currency,
      days,
      months: monthsOf(days, input, aheadOf(input).wallets.get(currency) ?? null),
      total: total ? plannedOf(total) : NOTHING,
      early: total?.early ?? false,
      balance,
      path: balance && spendPath({ ...input, currency, readAt: balance.readAt, horizonDays: HORIZON_DAYS }).path,
    }
  })
  return { asOf, clock, prices, rules, catalog, lines, wallets, always: rhythmOf(clock, null) }
}

/** The baseline with whose each of its lines is: all that have a share of it. */
export const withSharers = (baseline: PlanBaseline, sharersOf: (line: Line) => readonly Part[]): PlanBaseline => ({
  ...baseline,
  lines: baseline.lines.map((line) => ({ ...line, sharers: sharersOf(line) })),
})

/** A baseline as it can be handed from one thread to another: without what is made of its days and prices again. */
export type SentBaseline = Omit<PlanBaseline, 'clock' | 'prices' | 'always'>

export const sentBaseline = ({ asOf, rules, catalog, lines, wallets }: PlanBaseline): SentBaseline => ({
  asOf,
  rules,
  catalog,
  lines,
  wallets,
})

/** The baseline that was sent, of the same window, days and prices. */
export function baselineFrom(
  sent: SentBaseline,
  { calendar, window, prices }: Pick<PlanInput, 'calendar' | 'window' | 'prices'>,
): PlanBaseline {
  const clock = planClock(calendar, sent.asOf, window)
  return { ...sent, clock, prices, always: rhythmOf(clock, null) }
}

export const NOTHING: PlannedSpend = { billedPicos: 0n, restPicos: 0n, halfPicos: 0n }

/** What a forecast says of a stretch of time. */
export function plannedOf(estimate: { billedSoFarPicos: bigint; p50Picos: bigint; p90Picos: bigint }): PlannedSpend {
  const { billedSoFarPicos, p50Picos, p90Picos } = estimate
  return { billedPicos: billedSoFarPicos, restPicos: p50Picos - billedSoFarPicos, halfPicos: p90Picos - p50Picos }
}

/** The interval of a month is learned from months: those of its days do not add up. */
function monthsOf(
  days: WalletBaseline['days'],
  { calendar, asOf, window }: PlanInput,
  wallet: WalletAhead | null,
): WalletBaseline['months'] {
  const byMonth = Map.groupBy(days, ({ day }) => day.slice(0, 7))
  return [...byMonth.values()].map((inside) => {
    const from = inside[0]!.day
    const next = calendar.addDays(inside.at(-1)!.day, 1)
    const to = next < window.to ? next : window.to
    let billedPicos = 0n
    let restPicos = 0n
    for (const day of inside) {
      billedPicos += day.billedPicos
      restPicos += day.restPicos
    }
    const startsAt = Math.max(asOf, calendar.startOf(from))
    const endsAt = calendar.startOf(to)
    const { halves } = startsAt < endsAt && wallet ? walletBands(wallet, asOf, startsAt, endsAt) : CERTAIN
    const halfPicos = parsePicos(halves.find(({ level }) => level === 80)!.half.toFixed(12))
    return { from, to, billedPicos, restPicos, halfPicos }
  })
}
