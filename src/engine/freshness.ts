import type { Instant } from './time.ts'

/** How old a figure is. */
export interface Freshness {
  /** Null where its source was never read. */
  readonly ageMs: number | null
  readonly stale: boolean
}

/** A figure is stale when more than two reading intervals of its source have passed since it was read. */
export function freshness(input: { readAt: Instant | null; asOf: Instant; intervalMs: number }): Freshness {
  if (input.readAt === null) return { ageMs: null, stale: true }
  const ageMs = Math.max(0, input.asOf - input.readAt)
  return { ageMs, stale: ageMs > 2 * input.intervalMs }
}
