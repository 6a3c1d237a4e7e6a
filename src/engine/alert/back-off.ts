import { MINUTE_MS, type Instant } from '../time.ts'

/** Minutes between a try that failed and the next one: sixteen hours in all, past an evening's outage. */
const WAITS = [1, 2, 5, 15, 30, 60, 120, 240, 480] as const

/**
 * When to try again what failed so many times, or null where it is given up. After the first failure at 12:00 it is
 * 12:01, after the third 12:05 later. A receiver that asks for more patience gets it, up to a day.
 */
export function nextTry(failures: number, failedAt: Instant, askedMs = 0): Instant | null {
  const minutes = WAITS[failures - 1]
  if (minutes === undefined) return null
  return failedAt + Math.max(minutes * MINUTE_MS, Math.min(askedMs, 24 * 60 * MINUTE_MS))
}
