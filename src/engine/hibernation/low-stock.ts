import { UNSEEN, type HourlyStock } from '../capacity/climatology.ts'
import { isWorkday, WEEK_HOURS } from '../capacity/week.ts'
import { normalShare } from '../runway/certainty.ts'

/** 19 times in 20, of one side of the normal distribution. */
const SURE = 1.645
const LEAST_WEEKS = 2
/** Half a machine: fewer is none. */
const NONE_BELOW = 0.5

/**
 * What the numbers of free machines say of an hour without any, by hour of the week: a stock that was often nearly gone will
 * be, also where nobody happened to see it gone. Numbers of one hour of the day, over working days or
 * week-ends, are taken for normal; of a mean m and a deviation s over n weeks, K = (m - 0.5) / s deviations lie between
 * them and none, surely no fewer than K - 1.645 x sqrt(1 / n + K^2 / (2 n)), and as often as a normal variable lies that
 * far below its mean there is none, at most. m = 6, s = 2, n = 8: K = 2.75, surely 1.48, so at most 6.9 in 100.
 */
export function mostByNumbers({ outcomes, machines, grid }: HourlyStock): Float64Array {
  const sums = Array.from({ length: 48 }, () => ({ count: 0, sum: 0, squares: 0, weeks: new Set<number>() }))
  for (let hour = 0; hour < outcomes.length; hour++) {
    if (outcomes[hour] === UNSEEN) continue
    const kind = kindOf(grid.slots[hour]!)
    const seen = machines[hour]!
    kind.count++
    kind.sum += seen
    kind.squares += seen * seen
    kind.weeks.add(Math.floor(hour / WEEK_HOURS))
  }
  return Float64Array.from({ length: WEEK_HOURS }, (_, slot) => {
    const { count, sum, squares, weeks } = kindOf(slot)
    const n = weeks.size
    if (n < LEAST_WEEKS) return 0
    const mean = sum / count
    const deviation = Math.sqrt(Math.max(0, squares / count - mean * mean))
    if (deviation === 0) return mean > 0 ? 0 : 1
    const away = (mean - NONE_BELOW) / deviation
    return normalShare(-(away - SURE * Math.sqrt(1 / n + (away * away) / (2 * n))))
  })

  function kindOf(slot: number) {
    return sums[(slot % 24) + (isWorkday(slot) ? 0 : 24)]!
  }
}
