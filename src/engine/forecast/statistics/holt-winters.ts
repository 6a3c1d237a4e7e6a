import { nelderMead } from './nelder-mead.ts'

/** Smoothing factors of level, season(s) and the share of the last error that carries over, in the order of search. */
export type HoltWintersFactors = readonly number[]

type State = { level: number; seasons: Float64Array[]; error: number; loss: number }

/** Averages over the phases of a season of `from`, at most `cycles` of them. */
function phaseMeans(from: Float64Array, period: number, cycles: number): Float64Array {
  const count = Math.min(from.length, Math.max(1, Math.min(cycles, Math.trunc(from.length / period))) * period)
  const sums = new Float64Array(period)
  const points = new Float64Array(period)
  for (let i = 0; i < count; i++) {
    sums[i % period]! += from[i]!
    points[i % period]! += 1
  }
  return sums.map((sum, i) => (points[i] === 0 ? 0 : sum / points[i]!))
}

/** Level and seasonal shapes to start from: means of the first seasons, the longer one what the shorter leaves over. */
function initialState(values: Float64Array, periods: readonly number[]): State {
  const longest = periods.at(-1)!
  const count = Math.min(values.length, 2 * longest)
  const head = values.slice(0, count)
  const level = head.reduce((sum, v) => sum + v, 0) / count
  const rest = head.map((v) => v - level)
  const seasons = periods.map((period) => {
    const shape = phaseMeans(rest, period, Number.POSITIVE_INFINITY)
    for (let i = 0; i < count; i++) rest[i]! -= shape[i % period]!
    return shape
  })
  return { level, seasons, error: 0, loss: 0 }
}

/** Runs the recursions over the values from a copy of `start`. */
function run(values: Float64Array, start: State, [alpha, ...rest]: readonly number[]): State {
  const carry = rest.at(-1)!
  let { level, error, loss } = start
  const first = start.seasons[0]!.slice()
  const second = start.seasons[1]?.slice()
  const gamma = rest[0]!
  const delta = second ? rest[1]! : 0
  const period = first.length
  const longer = second?.length ?? 1
  let i = 0
  let j = 0
  for (const value of values) {
    const next = value - level - first[i]! - (second ? second[j]! : 0)
    const surprise = next - carry * error
    loss += surprise * surprise
    error = next
    level += alpha! * next
    first[i]! += gamma * next
    if (second) {
      second[j]! += delta * next
      if (++j === longer) j = 0
    }
    if (++i === period) i = 0
  }
  return { level, seasons: second ? [first, second] : [first], error, loss }
}

/**
 * Additive Holt-Winters without trend, with one or two seasons and first-order autocorrelated errors (Taylor 2003):
 * forecast of lead i = level + seasons + carry^i x last error. Taken on logarithms it is the multiplicative form.
 *
 * `cuts` ascend; the answer has one forecast per cut, made from the values before it alone. The factors are searched
 * anew at each cut, from those of the cut before.
 */
export function holtWintersAhead(
  values: Float64Array,
  cuts: readonly number[],
  periods: readonly number[],
  horizon: number,
): Float64Array[] {
  const bounds = [[0, 0.9], ...periods.map(() => [0, 0.9] as const), [0, 0.98]] as const
  let factors: readonly number[] = [0.05, ...periods.map(() => 0.15), 0.7]
  let fresh = true
  return cuts.map((cut) => {
    const past = values.subarray(0, cut)
    const start = initialState(past, periods)
    const found = nelderMead((point) => run(past, start, point).loss, factors, bounds, {
      evaluations: fresh ? 120 : 40,
      step: fresh ? 0.15 : 0.05,
      tolerance: 1e-5,
    })
    fresh = false
    factors = found.point
    const { level, seasons, error } = run(past, start, factors)
    let carried = error
    return new Float64Array(horizon).map((_, i) => {
      carried *= factors.at(-1)!
      return seasons.reduce((sum, season, s) => sum + season[(cut + i) % periods[s]!]!, level + carried)
    })
  })
}
