import type { Instant } from '../time.ts'
import type { Work } from './work.ts'

/** When a piece of work is done. */
export interface JobPlan {
  /** The place of the change in its scenario. */
  readonly change: number
  readonly lineId: string
  readonly name: string
  readonly work: Work
  readonly startsAt: Instant
  /** The late end is null where it lies beyond the time that is planned. */
  readonly finish: { readonly early: Instant; readonly likely: Instant; readonly late: Instant | null }
  readonly deadlineAt: Instant | null
  readonly gpuHours: number
}
