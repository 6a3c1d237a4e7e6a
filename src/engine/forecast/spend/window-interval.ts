import { conformalQuantile, priorShare } from '../statistics/conformal.ts'
import type { SpendForecast, SpendPart } from './forecast-spend.ts'

/** Bounds of a window's total and where their width comes from: past windows, those of all kinds, or a prior. */
export type WindowInterval = { level: number; lower: number; upper: number; basis: 'own' | 'pooled' | 'prior' }

/** Residuals in units of the level are cut here, so that an entity near nought cannot blow widths up. */
const CLIP = 2
const OWN_AT_MOST = 0.8

/** Absolute errors of the window's total at the past origins, in units of the part's level, ascending. */
function residualsOf({ pastErrors, level }: SpendPart, from: number, to: number): Float64Array {
  return Float64Array.from(pastErrors, (errors) => {
    let sum = 0
    for (let i = from; i < to; i++) sum += errors[i]!
    return level === 0 ? 0 : Math.min(CLIP, Math.abs(sum) / (level * (to - from)))
  }).sort()
}

/**
 * Intervals of the total over the steps [from, to) of a part of a forecast, at each level in per cent (ascending),
 * nested and never below nought.
 *
 * Calibrated on the part's own past totals of that window, mixed with those of all kinds of the wallet: the own weigh
 * n/(n + 14 (1 + hours/168)), 0.8 at most, and nothing where they are too few for the level. Hourly bounds do not add up
 * to these, nor are they to be added.
 */
export function windowIntervals(
  forecast: SpendForecast,
  part: SpendPart,
  { from, to }: { from: number; to: number },
  levels: readonly number[] = [50, 80, 95],
): WindowInterval[] {
  const hours = (to - from) * forecast.stepHours
  const own = residualsOf(part, from, to)
  const pooled = Float64Array.from(
    [forecast.total, ...forecast.kinds].flatMap((other) => [...residualsOf(other, from, to)]),
  ).sort()
  let mean = 0
  for (let i = from; i < to; i++) mean += part.mean[i]!
  const share = Math.min(OWN_AT_MOST, own.length / (own.length + 14 * (1 + hours / 168)))
  let widest = 0
  return levels.map((level) => {
    const p = level / 100
    const ownWidth = conformalQuantile(own, p)
    const pooledWidth = conformalQuantile(pooled, p)
    const basis = ownWidth !== null && pooledWidth !== null ? 'own' : pooledWidth !== null ? 'pooled' : 'prior'
    const width =
      pooledWidth === null
        ? Math.max(priorShare(p), pooled.at(-1) ?? 0)
        : ownWidth === null
          ? pooledWidth
          : share * ownWidth + (1 - share) * pooledWidth
    widest = Math.max(widest, width)
    const half = widest * part.level * (to - from)
    return { level, lower: Math.max(0, mean - half), upper: mean + half, basis }
  })
}
