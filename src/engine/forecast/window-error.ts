import { HOUR_MS, type Instant } from '../time.ts'
import { runRateError } from './run-rate-error.ts'
import { windowIntervals } from './spend/window-interval.ts'
import type { BurnHistory } from './burn-history.ts'
import type { WalletAhead } from './spend-ahead.ts'

/** Half the width of an 80 % interval in currency units, and what it was learned from. */
export interface WindowError {
  readonly halfWidth: number
  readonly origins: number
  readonly early: boolean
}

/** Fewer past forecasts than this say little about the next. */
const ENOUGH_ORIGINS = 14

/**
 * How far off the forecast of a wallet over [startsAt, endsAt), from asOf on, may be: learned from the mixture's past
 * errors of such a window's total; from those of the run rate where there is no mixture. Beyond the forecast's last step
 * the width of all of it grows with the time.
 */
export function walletError({ mix, history }: WalletAhead, asOf: Instant, startsAt: Instant, endsAt: Instant) {
  if (mix === null) return runRateError(history, asOf, startsAt - asOf, endsAt - startsAt)
  const step = mix.stepHours * HOUR_MS
  const steps = mix.total.mean.length
  let to = Math.ceil((endsAt - asOf) / step)
  let from = Math.floor((startsAt - asOf) / step)
  if (to > steps) {
    from = endsAt - startsAt >= steps * step ? 0 : Math.max(0, from - (to - steps))
    to = steps
  }
  const origins = mix.total.pastErrors.length
  const [interval] = windowIntervals(mix, mix.total, { from, to }, [80])
  let mean = 0
  for (let i = from; i < to; i++) mean += mix.total.mean[i]!
  const perHour = (interval!.upper - mean) / ((to - from) * mix.stepHours)
  const seen = perHour * widening(origins, (to * mix.stepHours) / HOURS_PER_DAY)
  return { halfWidth: (seen * (endsAt - startsAt)) / HOUR_MS, origins, early: origins < ENOUGH_ORIGINS }
}

const HOURS_PER_DAY = 24
const Z_80 = 1.2816

/**
 * By how much the width that past windows show is too small for the next. Windows that begin a day apart overlap: of
 * `origins` windows of `days` days only n = 1 + (origins - 1) / days are independent, and a quantile learned from n values
 * widens as Student's does against the normal one, t(0.9, n) / z(0.9) x sqrt(1 + 1/n). 21 windows of 28 days are worth
 * n = 1.7 and widen by 1.9; 21 windows of a day by 1.06. t by Cornish and Fisher's expansion
 * (Abramowitz and Stegun 26.7.5).
 */
function widening(origins: number, days: number): number {
  const n = 1 + Math.max(0, origins - 1) / Math.max(1, days)
  const t = Z_80 + (Z_80 ** 3 + Z_80) / (4 * n) + (5 * Z_80 ** 5 + 16 * Z_80 ** 3 + 3 * Z_80) / (96 * n * n)
  return (t / Z_80) * Math.sqrt(1 + 1 / n)
}

/**
 * The same of a part of a wallet: how far off its run rate was, times what the mixture has over the run rate for the
 * wallet. The whole wallet as a part has the wallet's own interval,
 * and so has work of which nothing was ever billed.
 */
export function partError(
  wallet: WalletAhead,
  part: BurnHistory,
  whole: WindowError,
  asOf: Instant,
  startsAt: Instant,
  endsAt: Instant,
): WindowError {
  if (part.startsAt === null && wallet.mix !== null) return whole
  const own = runRateError(part, asOf, startsAt - asOf, endsAt - startsAt)
  if (wallet.mix === null) return own
  const ofRunRate = runRateError(wallet.history, asOf, startsAt - asOf, endsAt - startsAt).halfWidth
  return { ...whole, halfWidth: ofRunRate === 0 ? own.halfWidth : (own.halfWidth * whole.halfWidth) / ofRunRate }
}
