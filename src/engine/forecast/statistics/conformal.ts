/** Where an interval's width comes from: residuals near the lead, of all leads, or a prior for want of residuals. */
export type IntervalBasis = 'near' | 'pooled' | 'prior'

export type Width = { half: number; basis: IntervalBasis }

/** Leads on either side whose residuals count as those of a lead. */
const NEAR = 3

/**
 * Half width, as a share of the level, that is taken where a series has no backtest at all: a quarter at 50 %, a half at
 * 80 %, all of it at 95 %. Shown as early estimates.
 */
const PRIOR: readonly (readonly [level: number, share: number])[] = [
  [0, 0],
  [0.5, 0.25],
  [0.8, 0.5],
  [0.95, 1],
  [1, 2],
]

export function priorShare(level: number): number {
  const above = PRIOR.findIndex(([known]) => known >= level)
  const [high, highShare] = PRIOR[above]!
  if (high === level || above === 0) return highShare
  const [low, lowShare] = PRIOR[above - 1]!
  return lowShare + ((level - low) / (high - low)) * (highShare - lowShare)
}

/**
 * The conformal quantile: the ceil((n + 1) p)-th smallest of n residuals (ascending), or null when n is too small for
 * that, which is when even the largest residual would not promise p.
 *
 * Example: of 9 residuals the 80 % quantile is the 8th; the 95 % quantile would be the 10th, so null.
 */
export function conformalQuantile(sorted: Float64Array, level: number): number | null {
  const rank = Math.ceil((sorted.length + 1) * level - 1e-9)
  return rank > sorted.length ? null : sorted[rank - 1]!
}

/**
 * A half width for a lead at each level from absolute residuals by cut and lead. Residuals within three leads are pooled;
 * where they are too few for a level, those of all leads are, and failing that the largest of all is taken twice.
 * Leads beyond the compared ones use the last leads, widened by the square root of how far beyond.
 */
export function conformalWidths(
  residuals: readonly Float64Array[],
  horizon: number,
  levels: readonly number[],
): Width[][] {
  const compared = residuals[0]!.length
  const all = gather(residuals, 0, compared)
  return Array.from({ length: horizon }, (_, lead) => {
    const known = Math.min(lead, compared - 1)
    const near = gather(residuals, Math.max(0, known - NEAR), Math.min(compared, known + NEAR + 1))
    const stretch = lead < compared ? 1 : Math.sqrt((lead + 1) / compared)
    let narrowest = 0
    return levels.map((level): Width => {
      const own = conformalQuantile(near, level)
      const pooled = own ?? conformalQuantile(all, level) ?? 2 * all.at(-1)!
      // A pooled quantile may fall short of a lower level's own one; levels stay nested.
      narrowest = Math.max(narrowest, pooled * stretch)
      return { half: narrowest, basis: own !== null && lead < compared ? 'near' : 'pooled' }
    })
  })
}

function gather(residuals: readonly Float64Array[], from: number, to: number): Float64Array {
  const width = to - from
  const gathered = new Float64Array(residuals.length * width)
  residuals.forEach((row, r) => gathered.set(row.subarray(from, to), r * width))
  return gathered.sort()
}
