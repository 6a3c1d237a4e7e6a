import { candidatesFor, prepare, type Candidate } from '../statistics/candidates.ts'
import { combine, runTrials } from '../statistics/combination.ts'
import { bottomUpOf } from './bottom-up.ts'
import { grouped } from './hourly-spend.ts'
import type { KindHistory } from './lives.ts'

/** One way to forecast: its path at each past origin and, last, from now on. */
export type Way = { name: string; paths: Float64Array[] }

/** When and how far to forecast: hours in a step, steps ahead, hours at which past forecasts are made, then now. */
export type Frame = {
  stepHours: 1 | 24
  horizon: number
  origins: readonly number[]
  /** Hour from which the records are complete. */
  since: number
}

/**
 * Run rate, last week's mean and bottom-up of one kind, each seeing at an origin only what was known then, and the last
 * bottom-up. `hourly` is the cost in each hour up to now.
 */
export function domainWays(history: KindHistory, hourly: Float64Array, { stepHours, horizon, origins, since }: Frame) {
  const hours = horizon * stepHours
  const bottomUp = bottomUpOf(history, hours, since)
  const latest = bottomUp.at(origins.at(-1)!)
  const sum = latest.newWork.slice()
  for (const path of latest.byResource.values()) for (let h = 0; h < hours; h++) sum[h]! += path[h]!
  const past = origins.slice(0, -1).map((origin) => bottomUp.sumAt(origin))
  const all = [...past, { total: sum, runRate: latest.runRate }]
  const ways: Way[] = [
    { name: 'run-rate', paths: all.map(({ runRate }) => new Float64Array(horizon).fill(runRate * stepHours)) },
    { name: 'last-week', paths: origins.map((origin) => lastWeek(hourly, origin, since, horizon, stepHours)) },
    { name: 'bottom-up', paths: all.map(({ total }) => grouped(total, stepHours)) },
  ]
  return { ways, latest }
}

function lastWeek(hourly: Float64Array, origin: number, since: number, horizon: number, stepHours: number) {
  const week = hourly.subarray(Math.max(Math.floor(since), origin - WEEK), origin)
  const mean = week.reduce((sum, v) => sum + v, 0) / Math.max(1, origin - Math.max(since, origin - WEEK))
  return new Float64Array(horizon).fill(mean * stepHours)
}

/** Of the statistical pool what forecasts spend: fast, and unlike each other; of Holt and Winters the one with most seasons. */
const isForSpend = ({ name }: Candidate, _: number, all: readonly Candidate[]) =>
  name === 'mstl-smoothing' ||
  name === 'smoothing' ||
  name === all.findLast((other) => other.name.startsWith('holt-winters'))?.name

const WEEK = 168

/** Steps in a season. */
const SEASONS = { 1: [24, 168], 24: [7] } as const

/** Steps of history that statistics look at: sixty days by the hour, ninety by the day. */
const HISTORY = { 1: 60 * 24, 24: 90 }

/** The name of what `forecastSeries` makes of the summed series: all candidates, weighted by their past errors. */
export const POOL = 'pool'

/**
 * Statistics of the summed series, at the same origins: those that stand alone, and the pool of all candidates.
 * `hourly` is the cost in each hour up to now.
 */
export function statisticalWays(hourly: Float64Array, { stepHours, horizon, origins, since }: Frame): Way[] {
  const values = grouped(hourly.subarray(Math.ceil(since)), stepHours).slice(-HISTORY[stepHours])
  const scale = values.reduce((sum, v) => sum + Math.abs(v), 0) / values.length
  if (values.length < 2 || scale === 0) return []
  const now = origins.at(-1)!
  const cuts = origins.slice(0, -1).map((origin) => values.length - (now - origin) / stepHours)
  const series = prepare(Array.from(values), scale)
  const candidates = candidatesFor(SEASONS[stepHours], series, cuts[0] ?? values.length)
  const trials = runTrials(series, candidates, { cuts, horizon, stride: 1 }, horizon)
  const { mean, pastMeans } = combine(trials)
  const toWay = (name: string, paths: readonly Float64Array[]): Way => ({
    name,
    paths: paths.map((path) => path.map((v) => v * scale)),
  })
  const alone = candidates.flatMap((candidate, i) =>
    isForSpend(candidate, i, candidates) ? [toWay(candidate.name, trials.forecasts[i]!)] : [],
  )
  return [...alone, toWay(POOL, [...pastMeans, mean])]
}

/** The same way of several kinds, added up. */
export function addWays(kinds: readonly (readonly Way[])[]): Way[] {
  return kinds[0]!.map(({ name, paths }, w) => ({
    name,
    paths: paths.map((path, o) => path.map((_, i) => kinds.reduce((sum, ways) => sum + ways[w]!.paths[o]![i]!, 0))),
  }))
}
