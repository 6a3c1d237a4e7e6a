/** Where a series of some length is cut to ask each candidate what it would have forecast. */
export type BacktestPlan = {
  /** Lengths of the histories, ascending; the last leaves `horizon` values to compare with. */
  cuts: number[]
  /** Leads compared; shorter than the forecast's when the series is short. */
  horizon: number
  /** Values between two cuts. */
  stride: number
}

/** Cuts that a plan tries to have at the least. */
const ENOUGH = 4

/** The longest history of the earliest cut if there are `ENOUGH` of them. */
const earliestOf = (length: number, horizon: number, stride: number) => length - horizon - (ENOUGH - 1) * stride

/**
 * Plans rolling origins for a series of `length` values, a horizon and the shortest season (1: none).
 *
 * Cuts are a horizon apart, rounded up to whole seasons, so that their errors do not share values and each cut stands at
 * the same place of the day as the end of the series. When half of the series is not left for the earliest of four cuts,
 * they move together, first, and where that is not enough the compared horizon shrinks to a quarter of the series.
 */
export function planBacktest(length: number, horizon: number, season: number): BacktestPlan {
  let compared = horizon
  let stride = strideOf(length, compared, season)
  if (earliestOf(length, compared, stride) < length / 4) {
    compared = Math.max(1, Math.min(horizon, Math.trunc(length / 4)))
    stride = strideOf(length, compared, season)
  }
  const cuts: number[] = []
  for (let k = ENOUGH - 1; k >= 0; k--) {
    const cut = length - compared - k * stride
    if (cut >= 1) cuts.push(cut)
  }
  return { cuts, horizon: compared, stride }
}

function strideOf(length: number, horizon: number, season: number): number {
  for (let seasons = Math.ceil(horizon / season); seasons >= 1; seasons--)
    if (earliestOf(length, horizon, seasons * season) >= length / 2) return seasons * season
  return Math.max(1, Math.min(horizon, Math.trunc((length / 2 - horizon) / (ENOUGH - 1))))
}

/** Adds earlier cuts, up to `most` in all, as long as `minLength` values stay before the earliest. */
export function extendBacktest(plan: BacktestPlan, minLength: number, most: number): BacktestPlan {
  const cuts = plan.cuts.slice(Math.max(0, plan.cuts.length - most))
  while (cuts.length > 0 && cuts.length < most && cuts[0]! - plan.stride >= minLength)
    cuts.unshift(cuts[0]! - plan.stride)
  return { ...plan, cuts }
}
