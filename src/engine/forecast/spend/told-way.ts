import type { Hybrid } from './hybrid.ts'
import type { Way } from './ways.ts'

/** What one way alone says of a wallet, and how much it has to say in the mixture. */
export type ToldWay = {
  name: string
  /** Of the mixture; all ways together are one. */
  share: number
  /** Currency units per step from now on, without plans. */
  path: number[]
  /** Mean distance of its totals of the horizon from what came, as a share of that; null without past origins. */
  off: number | null
}

const total = (path: Float64Array) => path.reduce((sum, v) => sum + v, 0)

/** The ways of a mixture with what they were mixed by; `actuals` are what came after each past origin. */
export function tellWays(
  ways: readonly Way[],
  actuals: readonly Float64Array[],
  weights: Hybrid['weights'],
): ToldWay[] {
  return ways.map(({ name, paths }) => {
    const path = paths.at(-1)!
    let error = 0
    let size = 0
    actuals.forEach((actual, origin) => {
      // Those whose horizon is not over yet tell nothing of its total.
      if (actual.length < path.length) return
      error += Math.abs(total(paths[origin]!) - total(actual))
      size += Math.abs(total(actual))
    })
    return { name, share: weights[name]!, path: Array.from(path), off: size > 0 ? error / size : null }
  })
}
