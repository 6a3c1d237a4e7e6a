import { conformalQuantile, priorShare } from '../statistics/conformal.ts'
import type { SpendForecast, SpendPart } from './forecast-spend.ts'

/** Bounds of a window's total and where their width comes from: past windows, those of all kinds, or a prior. */
export type WindowInterval = { level: number; lower: number; upper: number; basis: 'own' | 'pooled' | 'prior' }

/** Residuals in units of the level are cut here, so that an entity near nought cannot blow widths up. */
const CLIP = 2
/** What is off by less, in the same units, counts as no error, as it does in the weights. */
const NEGLIGIBLE = 1e-3
const OWN_AT_MOST = 0.8
/** Past windows that the wallet's usual error is worth against a part's own. */
const USUAL_PRIOR = 5

/** Absolute errors of the window's total at the past origins, in units of the part's level. */
function residualsOf({ pastErrors, level }: SpendPart, from: number, to: number): number[] {
  return pastErrors.map((errors) => {
    let sum = 0
    for (let i = from; i < to; i++) sum += errors[i]!
    const error = level === 0 ? 0 : Math.min(CLIP, Math.abs(sum) / (level * (to - from)))
    return error < NEGLIGIBLE ? 0 : error
  })
}

const meanOf = (values: readonly number[]) => values.reduce((sum, v) => sum + v, 0) / Math.max(1, values.length)
const sorted = (values: readonly number[]) => Float64Array.from(values).sort()

/**
 * Intervals of the total over the steps [from, to) of a part of a forecast, at each level in per cent (ascending),
 * nested and never below nought.
 *
 * Calibrated on the part's own past totals of that window, mixed with those of all kinds of the wallet: the own weigh
 * n/(n + 14 (1 + hours/168)), 0.8 at most, and nothing where they are too few for the level. The others lend their
 * shape, not their size: each is taken in units of its own mean error, since a small kind errs more than a wallet.
 * Hourly bounds do not add up to these, nor are they to be added.
 */
export function windowIntervals(
  forecast: SpendForecast,
  part: SpendPart,
  { from, to }: { from: number; to: number },
  levels: readonly number[] = [50, 80, 95],
): WindowInterval[] {
  const hours = (to - from) * forecast.stepHours
  const own = residualsOf(part, from, to)
  const all = [forecast.total, ...forecast.kinds].map((other) => residualsOf(other, from, to))
  const usual = (own.length * meanOf(own) + USUAL_PRIOR * meanOf(all.flat())) / (own.length + USUAL_PRIOR)
  const shapes = sorted(
    all.flatMap((residuals) => {
      const mean = meanOf(residuals)
      return mean === 0 ? residuals : residuals.map((r) => r / mean)
    }),
  )
  const ownSorted = sorted(own)
  let mean = 0
  for (let i = from; i < to; i++) mean += part.mean[i]!
  const share = Math.min(OWN_AT_MOST, own.length / (own.length + 14 * (1 + hours / 168)))
  let widest = 0
  return levels.map((level) => {
    const p = level / 100
    const ownWidth = conformalQuantile(ownSorted, p)
    const shape = conformalQuantile(shapes, p)
    const basis = shape === null ? 'prior' : ownWidth === null ? 'pooled' : 'own'
    const pooledWidth = shape === null ? Math.max(priorShare(p), ownSorted.at(-1) ?? 0) : shape * usual
    const width = basis === 'own' ? share * ownWidth! + (1 - share) * pooledWidth : pooledWidth
    widest = Math.max(widest, width)
    const half = widest * part.level * (to - from)
    return { level, lower: Math.max(0, mean - half), upper: mean + half, basis }
  })
}
