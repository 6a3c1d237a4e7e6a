import { HOUR_MS, type Instant } from '../time.ts'
import type { LeafOutlook } from './leaf-outlook.ts'
import { runRateError } from './run-rate-error.ts'
import { AHEAD_HOURS, WEEK_HOURS, type WalletAhead } from './spend-ahead.ts'
import type { SpendForecast } from './spend/forecast-spend.ts'
import { LEVELS, windowHalves, type Level } from './spend/window-interval.ts'

/** Half the width of a window's interval at each level in currency units, and what it was learned from. */
export interface WindowBands {
  readonly halves: readonly { readonly level: Level; readonly half: number }[]
  readonly origins: number
  /** Learned from too few past forecasts. */
  readonly early: boolean
}

/** Of what is over. */
export const CERTAIN: WindowBands = {
  halves: LEVELS.map((level) => ({ level, half: 0 })),
  origins: 0,
  early: false,
}

/** Fewer past forecasts than this say little about the next. */
const ENOUGH_ORIGINS = 14
/** What is only planned may come so much dearer or cheaper, 8 times in 10. */
const PLAN_ERROR = 0.1

interface Window {
  readonly asOf: Instant
  readonly startsAt: Instant
  readonly endsAt: Instant
}

const known = new WeakMap<WalletAhead, Map<string, WindowBands>>()

/**
 * How far off the forecast of a wallet over [startsAt, endsAt), from asOf on, may be: by the mixture's past errors of
 * such windows, in the first week of that by the hour; by those of the run rate where there is no mixture.
 */
export function walletBands(
  wallet: WalletAhead | null,
  asOf: Instant,
  startsAt: Instant,
  endsAt: Instant,
): WindowBands {
  if (!wallet) return CERTAIN
  const windows = known.get(wallet) ?? new Map<string, WindowBands>()
  known.set(wallet, windows)
  const key = `${startsAt} ${endsAt}`
  const made = windows.get(key) ?? bandsOf(wallet, { asOf, startsAt, endsAt })
  windows.set(key, made)
  return made
}

function bandsOf({ mix, history }: WalletAhead, window: Window): WindowBands {
  const { asOf, startsAt, endsAt } = window
  if (!mix) {
    const errors = LEVELS.map((level) => runRateError(history, asOf, startsAt - asOf, endsAt - startsAt, level / 100))
    return {
      halves: LEVELS.map((level, i) => ({ level, half: Math.max(...errors.slice(0, i + 1).map((e) => e.halfWidth)) })),
      origins: errors[0]!.origins,
      early: true,
    }
  }
  const { halves, origins } = windowHalves(...stepsOf(mix, window))
  return { halves, origins, early: origins < ENOUGH_ORIGINS }
}

/** The forecast that tells of a window, and the steps of it that are the window or stand for it. */
function stepsOf(mix: NonNullable<WalletAhead['mix']>, { asOf, startsAt, endsAt }: Window) {
  const lead = (startsAt - asOf) / HOUR_MS
  const hours = (endsAt - startsAt) / HOUR_MS
  const forecast = lead + hours <= WEEK_HOURS ? mix.week : mix.sixWeeks
  const steps = forecast.total.mean.length
  const { stepHours } = forecast
  const reach = Math.min(AHEAD_HOURS, steps * stepHours)
  const shift = Math.max(0, lead + hours - reach)
  const from = Math.max(0, Math.floor((lead - shift) / stepHours))
  const to = Math.min(steps, Math.max(from + 1, Math.ceil(Math.min(reach, lead + hours) / stepHours)))
  return [forecast, forecast.total, { from, to, hours, lead }] as const
}

/** What a wallet's windows are made of: by kind what is expected, and how far off that was in the past. */
interface KindError {
  readonly expected: number
  readonly error: number
}

/**
 * The same of a part of a wallet. Its parts err apart from each other: the square of the wallet's width is dealt to its
 * kinds by the squares of their past errors, within a kind by what is expected of each. So no part is as sure as nothing,
 * small ones are less sure than large ones for their size, and all of them together are the wallet.
 */
export function partBands(
  wallet: WalletAhead,
  whole: WindowBands,
  { part, all }: { part: readonly LeafOutlook[]; all: readonly LeafOutlook[] },
  { asOf, startsAt, endsAt }: Window,
): WindowBands {
  const kinds = kindErrors(wallet, all, { asOf, startsAt, endsAt })
  let ofAll = 0
  for (const { error } of kinds.values()) ofAll += error ** 2
  let ofPart = 0
  for (const outlook of part) {
    const kind = kinds.get(outlook.leaf.kind)
    if (kind && kind.expected > 0) ofPart += (kind.error ** 2 * expectedOf(outlook, startsAt, endsAt)) / kind.expected
  }
  const share = ofAll === 0 ? 0 : Math.sqrt(Math.min(1, ofPart / ofAll))
  return { ...whole, halves: whole.halves.map(({ level, half }) => ({ level, half: half * share })) }
}

const kindsKnown = new WeakMap<readonly LeafOutlook[], Map<string, Map<string | null, KindError>>>()

function kindErrors(wallet: WalletAhead, all: readonly LeafOutlook[], window: Window): Map<string | null, KindError> {
  const windows = kindsKnown.get(all) ?? new Map<string, Map<string | null, KindError>>()
  kindsKnown.set(all, windows)
  const key = `${window.startsAt} ${window.endsAt}`
  const made = windows.get(key)
  if (made) return made
  const steps = wallet.mix && stepsOf(wallet.mix, window)
  const kinds = new Map<string | null, KindError>()
  for (const [kind, own] of Map.groupBy(all, ({ leaf }) => leaf.kind)) {
    const expected = own.reduce((sum, outlook) => sum + expectedOf(outlook, window.startsAt, window.endsAt), 0)
    kinds.set(kind, { expected, error: steps && kind !== null ? errorOf(kind, ...steps) : PLAN_ERROR * expected })
  }
  windows.set(key, kinds)
  return kinds
}

function errorOf(
  kind: string,
  forecast: SpendForecast,
  _: unknown,
  window: Parameters<typeof windowHalves>[2],
): number {
  const own = forecast.kinds.find((one) => one.kind === kind)
  return own ? windowHalves(forecast, own, window).halves.find(({ level }) => level === 80)!.half : 0
}

/** Currency units that are expected of a leaf in a window; not less than nothing. */
function expectedOf({ base, planned, priceChange }: LeafOutlook, startsAt: Instant, endsAt: Instant): number {
  let picos = base(endsAt) - base(startsAt)
  for (const more of [planned, priceChange]) if (more) picos += more(endsAt) - more(startsAt)
  return Math.max(0, Number(picos)) / 1e12
}
