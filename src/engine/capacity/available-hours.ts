import type { HourlyStock } from './climatology.ts'
import { WEEK_HOURS } from './week.ts'

/** How many hours of the coming week will have what was asked for. */
export interface AvailableHours {
  readonly p10: number
  readonly p50: number
  readonly p90: number
  /** Whole weeks that it was learned from. */
  readonly weeks: number
}

/** Fewer weeks than this tell no spread. */
const LEAST_WEEKS = 3
/** Pools grow and are used otherwise: older weeks are of another pool and make the interval wider than it has to be. */
const MOST_WEEKS = 12
/** A recent week counts more: half after six and a half. */
const WEEKLY_FADE = 0.9

/**
 * The 80 % interval of the hours available in the 168 after the last, from the weeks that came before: windows of a
 * week, one ending every day, each scaled to full weeks where readings are missing. The tenths of n weeks lie too far
 * inside: they are moved out from the middle by 1 + 10 / (n (n + 3)), a ninth at 8 weeks. Null under three weeks.
 */
export function availableHours(stock: HourlyStock, untilHour: number): AvailableHours | null {
  const windows: { hours: number; weight: number }[] = []
  const first = Math.max(0, untilHour - MOST_WEEKS * WEEK_HOURS)
  for (let end = untilHour; end - WEEK_HOURS >= first; end -= 24) {
    let yes = 0
    let seen = 0
    for (let hour = end - WEEK_HOURS; hour < end; hour++) {
      const outcome = stock.outcomes[hour]!
      if (outcome === 0 || outcome === 1) seen++
      if (outcome === 1) yes++
    }
    if (seen < WEEK_HOURS / 2) continue
    windows.push({ hours: (yes / seen) * WEEK_HOURS, weight: WEEKLY_FADE ** ((untilHour - end) / WEEK_HOURS) })
  }
  const weeks = Math.floor((windows.length + 6) / 7)
  if (weeks < LEAST_WEEKS) return null
  windows.sort((a, b) => a.hours - b.hours)
  const p50 = quantile(windows, 0.5)
  const widening = 1 + 10 / (weeks * (weeks + 3))
  const away = (q: number) => Math.min(WEEK_HOURS, Math.max(0, p50 + (quantile(windows, q) - p50) * widening))
  return { p10: away(0.1), p50, p90: away(0.9), weeks }
}

function quantile(sorted: readonly { hours: number; weight: number }[], q: number): number {
  let total = 0
  for (const { weight } of sorted) total += weight
  let before = 0
  let lastAt = 0
  let lastHours = sorted[0]!.hours
  for (const { hours, weight } of sorted) {
    const at = (before + weight / 2) / total
    if (at >= q) return at === lastAt ? hours : lastHours + ((hours - lastHours) * (q - lastAt)) / (at - lastAt)
    before += weight
    lastAt = at
    lastHours = hours
  }
  return lastHours
}
