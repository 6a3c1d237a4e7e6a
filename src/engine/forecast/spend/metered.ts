import type { BottomUp } from './bottom-up.ts'
import { grouped } from './hourly-spend.ts'
import type { Frame, Way } from './ways.ts'

const WEEK = 168
const WEEKS = 4
/** Weight of a week against the one after it. */
const DECAY = 0.75

/**
 * The ways for what is paid by use and not by time (AI models): nothing runs on, so the last day stands for the run rate
 * and the mean of the same hour of the last four weeks for the bottom-up. `hourly` is the cost in each hour up to now,
 * `resource` what it is called.
 */
export function meteredWays(hourly: Float64Array, resource: string, { stepHours, horizon, origins, since }: Frame) {
  const hours = horizon * stepHours
  const first = Math.floor(since)
  const profiles = origins.map((origin) => profileAhead(hourly, origin, hours, first))
  const lastDays = origins.map((origin) => meanOf(hourly, Math.max(first, origin - 24), origin))
  const ways: Way[] = [
    { name: 'run-rate', paths: lastDays.map((rate) => new Float64Array(horizon).fill(rate * stepHours)) },
    {
      name: 'last-week',
      paths: origins.map((origin) => {
        const mean = meanOf(hourly, Math.max(first, origin - WEEK), origin)
        return new Float64Array(horizon).fill(mean * stepHours)
      }),
    },
    { name: 'bottom-up', paths: profiles.map((path) => grouped(path, stepHours)) },
  ]
  const latest: BottomUp = {
    byResource: new Map([[resource, profiles.at(-1)!]]),
    newWork: new Float64Array(hours),
    runRate: lastDays.at(-1)!,
  }
  return { ways, latest }
}

function profileAhead(hourly: Float64Array, origin: number, hours: number, first: number): Float64Array {
  const week = new Float64Array(WEEK)
  for (let slot = 0; slot < WEEK; slot++) {
    let sum = 0
    let weights = 0
    for (let back = 1; back <= WEEKS; back++) {
      const hour = origin - back * WEEK + slot
      if (hour < first) break
      const weight = DECAY ** (back - 1)
      sum += weight * hourly[hour]!
      weights += weight
    }
    week[slot] = weights > 0 ? sum / weights : meanOf(hourly, first, origin)
  }
  return new Float64Array(hours).map((_, h) => week[h % WEEK]!)
}

function meanOf(hourly: Float64Array, from: number, to: number): number {
  let sum = 0
  for (let h = from; h < to; h++) sum += hourly[h]!
  return to > from ? sum / (to - from) : 0
}
