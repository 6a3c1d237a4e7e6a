/**
 * How far off forecasts of window totals usually are, set by how bands fare on generated tenants (scripts/spend-prior.ts)
 * and never from anybody's own: what an account is measured by until its own past says more.
 */

/** Mean absolute error of the total of a window that begins now, as a share of the level, by its hours. */
const MEAN_ERROR: readonly (readonly [hours: number, share: number])[] = [
  [24, 0.076],
  [72, 0.093],
  [168, 0.075],
  [336, 0.063],
  [720, 0.067],
  [1008, 0.068],
  [2160, 0.081],
]
/** Mean error of such a day, of which a tenant's own tells how restless it is. */
export const USUAL_DAY_ERROR = MEAN_ERROR[0]![1]
/** What a window that begins as long ahead as it lasts has more of it. */
const AHEAD = 1.4
/** Beyond the table errors grow with this power of the hours. */
const GROWTH = 0.25

/** The quantile of the errors at a level in per cent, in units of their mean: alike at all horizons. */
export const ERROR_QUANTILES: Readonly<Record<number, number>> = { 50: 0.83, 80: 1.6, 95: 2.55 }

/** The usual mean error of a window of so many hours that begins `lead` hours ahead, as a share of the level. */
export function usualError(hours: number, lead: number): number {
  const factor = 1 + (AHEAD - 1) * Math.min(1, lead / hours)
  const [lastHours, lastShare] = MEAN_ERROR.at(-1)!
  if (hours >= lastHours) return factor * lastShare * (hours / lastHours) ** GROWTH
  const after = MEAN_ERROR.findIndex(([known]) => known >= hours)
  if (after === 0) return factor * MEAN_ERROR[0]![1]
  const [highHours, high] = MEAN_ERROR[after]!
  const [lowHours, low] = MEAN_ERROR[after - 1]!
  return factor * (low + ((hours - lowHours) / (highHours - lowHours)) * (high - low))
}
