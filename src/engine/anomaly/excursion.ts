/** Hours after which what came up is no longer told from what is usual: a week on it is the new usual. */
const LONGEST = 168
const WEEK = 168
/** Weeks that tell what is usual. */
const WEEKS = 4
/** Hours that tell it where there is no week yet. */
const FEW_HOURS = 72
/** A pause of so many hours does not end it. */
const PAUSE = 12

/** Hours [from, to) of a series that cost more than usual. */
export interface Excursion {
  readonly from: number
  readonly to: number
  readonly goesOn: boolean
  /** What its first hour cost beyond the usual. */
  readonly overAtFirst: number
}

/**
 * What hours [from, to) usually cost: the median over the four weeks before of the same hours of the week, shifted by as
 * many whole weeks as they last; the mean of the three days before `from` where no such week is whole.
 * `spent(a, b)` gives what hours [a, b) cost, `first` is the first hour that is known, `from` that of the excursion.
 *
 * Example: Monday 9:00 cost 10, 12, 30 and 11 in the last four weeks: 11.5.
 */
export function usualSpend(
  spent: (from: number, to: number) => number,
  { from, to, first, excursionFrom }: { from: number; to: number; first: number; excursionFrom: number },
): number {
  const weeks: number[] = []
  const skipped = Math.max(1, Math.ceil((to - excursionFrom) / WEEK))
  for (let week = skipped; week < skipped + WEEKS; week++) {
    if (from - week * WEEK < first) break
    weeks.push(spent(from - week * WEEK, to - week * WEEK))
  }
  if (weeks.length > 0) return median(weeks)
  const since = Math.max(first, excursionFrom - FEW_HOURS)
  return excursionFrom > since ? (spent(since, excursionFrom) / (excursionFrom - since)) * (to - from) : 0
}

/**
 * How far an excursion that begins at hour `from` reaches: to the last hour that lies at least half as far above the
 * usual as the first, with no pause of twelve hours in between, and a week at the most. Null where the first hour is not
 * above the usual by `least`: what comes every week is no surprise.
 */
export function excursionFrom(series: Float64Array, from: number, least: number): Excursion | null {
  const spent = (a: number, b: number) => {
    let sum = 0
    for (let hour = a; hour < b; hour++) sum += series[hour] ?? 0
    return sum
  }
  const above = (hour: number) =>
    series[hour]! - usualSpend(spent, { from: hour, to: hour + 1, first: 0, excursionFrom: from })
  const start = above(from)
  if (start <= 0 || start < least) return null
  const end = Math.min(series.length, from + LONGEST)
  let last = from
  for (let hour = from + 1; hour < end && hour - last <= PAUSE; hour++) if (above(hour) >= start / 2) last = hour
  const isOver = end === from + LONGEST || series.length - 1 - last >= PAUSE
  return { from, to: last + 1, goesOn: !isOver, overAtFirst: start }
}

function median(values: number[]): number {
  values.sort((a, b) => a - b)
  const middle = values.length >> 1
  return values.length % 2 === 1 ? values[middle]! : (values[middle - 1]! + values[middle]!) / 2
}
