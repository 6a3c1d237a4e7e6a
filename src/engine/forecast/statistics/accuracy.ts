/** Means of the paired values; every measure here is over one forecast and what came. */
const meanOf = (count: number, term: (i: number) => number) => {
  let sum = 0
  for (let i = 0; i < count; i++) sum += term(i)
  return sum / count
}

type Values = ArrayLike<number>

/** Weighted absolute percentage error: sum |actual - forecast| / sum |actual|, a share. 0/0 is 0. */
export function wape(actual: Values, forecast: Values): number {
  const size = meanOf(actual.length, (i) => Math.abs(actual[i]!))
  const error = meanOf(actual.length, (i) => Math.abs(actual[i]! - forecast[i]!))
  return error === 0 ? 0 : error / size
}

/** Signed bias: sum (forecast - actual) / sum |actual|; above nought is too high. 0/0 is 0. */
export function bias(actual: Values, forecast: Values): number {
  const size = meanOf(actual.length, (i) => Math.abs(actual[i]!))
  const error = meanOf(actual.length, (i) => forecast[i]! - actual[i]!)
  return error === 0 ? 0 : error / size
}

/** Symmetric percentage error, mean of 200 |a - f| / (|a| + |f|), per cent; a pair of noughts counts 0. */
export function smape(actual: Values, forecast: Values): number {
  return meanOf(actual.length, (i) => {
    const size = Math.abs(actual[i]!) + Math.abs(forecast[i]!)
    return size === 0 ? 0 : (200 * Math.abs(actual[i]! - forecast[i]!)) / size
  })
}

/** Mean absolute change over one season of the history: the unit of MASE and MSIS. */
export function seasonalScale(history: Values, season: number): number {
  return meanOf(history.length - season, (i) => Math.abs(history[i + season]! - history[i]!))
}

/** Mean absolute error in units of `seasonalScale`. */
export function mase(actual: Values, forecast: Values, scale: number): number {
  return meanOf(actual.length, (i) => Math.abs(actual[i]! - forecast[i]!)) / scale
}

/**
 * Mean scaled interval score at a level (0.95): width, plus 2/(1 - level) times what lies outside, in units of
 * `seasonalScale`. Lower is better.
 */
export function msis(actual: Values, lower: Values, upper: Values, level: number, scale: number): number {
  const penalty = 2 / (1 - level)
  return (
    meanOf(
      actual.length,
      (i) =>
        upper[i]! - lower[i]! + penalty * (Math.max(0, lower[i]! - actual[i]!) + Math.max(0, actual[i]! - upper[i]!)),
    ) / scale
  )
}

/** Overall weighted average of the M competitions: mean of the ratios of sMAPE and MASE to those of Naive2. */
export function owa(own: { smape: number; mase: number }, naive2: { smape: number; mase: number }): number {
  return (own.smape / naive2.smape + own.mase / naive2.mase) / 2
}

/** Shares of values inside, below and above an interval, which add up to one. */
export function coverage(
  actual: Values,
  lower: Values,
  upper: Values,
): { inside: number; below: number; above: number } {
  const below = meanOf(actual.length, (i) => (actual[i]! < lower[i]! ? 1 : 0))
  const above = meanOf(actual.length, (i) => (actual[i]! > upper[i]! ? 1 : 0))
  return { inside: 1 - below - above, below, above }
}

/** Pinball loss of a quantile forecast: mean of q (a - f) above, (1 - q)(f - a) below. */
export function pinball(actual: Values, forecast: Values, quantile: number): number {
  return meanOf(actual.length, (i) => {
    const error = actual[i]! - forecast[i]!
    return error >= 0 ? quantile * error : (quantile - 1) * error
  })
}
