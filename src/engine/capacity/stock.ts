import type { Instant } from '../time.ts'

/** What the stock list said of one GPU model in one region at one moment. */
export interface StockSnapshot {
  readonly at: Instant
  /** GPUs; null where the text was new. */
  readonly available: number | null
  /** `available` is 'this many or more'. */
  readonly isFloor: boolean
  /** How many machines of each size could be deployed, '8x' -> 1; they share the GPUs, so they do not add up. */
  readonly configurations: Readonly<Record<string, number>>
  /** GPUs announced for the next seven days, as told. */
  readonly planned7: string | null
}

/** `count` machines of `size` GPUs each, at the same time. */
export interface StockQuestion {
  readonly size: number
  readonly count: number
}

/**
 * How many machines of the size a snapshot shows. Exact where the configurations tell it; else from the number of GPUs,
 * where a floor is a lower bound and nothing more. Null where it tells nothing.
 */
export function machinesSeen(
  snapshot: StockSnapshot,
  size: number,
): { readonly machines: number; readonly isFloor: boolean } | null {
  const machines = snapshot.configurations[`${size}x`]
  if (machines !== undefined) return { machines, isFloor: false }
  if (snapshot.available === null) return null
  return { machines: Math.floor(snapshot.available / size), isFloor: snapshot.isFloor }
}

/** Whether what was asked for could be had: null where a floor lies under it or nothing was told. */
export function wasAvailable(snapshot: StockSnapshot, question: StockQuestion): boolean | null {
  const seen = machinesSeen(snapshot, question.size)
  if (!seen) return null
  if (seen.machines >= question.count) return true
  return seen.isFloor ? null : false
}
