import type { Stretch } from './spend-record.ts'

/**
 * Adds up rates by the hour, each in a few steps however long it lasts: whole hours as differences of the rate, the
 * broken hours at either end as shares. What lies outside of the hours does not count.
 *
 * Example: 2 an hour from 0.5 to 3 costs 1, 2, 2, 0, ...
 */
export function hourSums(hours: number) {
  const steps = new Float64Array(hours + 1)
  const broken = new Float64Array(hours + 1)
  return {
    /** Begins anew. */
    clear(): void {
      steps.fill(0)
      broken.fill(0)
    },
    add(from: number, to: number, rate: number): void {
      const first = Math.max(0, from)
      const last = Math.min(hours, to)
      if (last <= first) return
      const a = Math.floor(first)
      const b = Math.floor(last)
      steps[a]! += rate
      steps[b]! -= rate
      broken[a]! -= rate * (first - a)
      broken[b]! += rate * (last - b)
    },
    sums(sums = new Float64Array(hours)): Float64Array {
      let running = 0
      for (let hour = 0; hour < hours; hour++) {
        running += steps[hour]!
        sums[hour] = running + broken[hour]!
      }
      return sums
    },
  }
}

/** What the stretches cost in each of `hours` hours from hour 0. */
export function hourlySpend(stretches: readonly Stretch[], hours: number): Float64Array {
  const sums = hourSums(hours)
  for (const { from, to, rate } of stretches) sums.add(from, to, rate)
  return sums.sums()
}

/** Sums of `size` values each; what does not fill a group at the *start* is left out, so that the last group is whole. */
export function grouped(values: Float64Array, size: number): Float64Array {
  if (size === 1) return values
  const groups = Math.floor(values.length / size)
  const skipped = values.length - groups * size
  const sums = new Float64Array(groups)
  for (let i = 0; i < groups * size; i++) sums[Math.floor(i / size)]! += values[skipped + i]!
  return sums
}
