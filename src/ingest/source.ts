import type { BarrackClient } from '../barrack/client.ts'
import type { Pace } from '../barrack/rate-limiter.ts'
import type { RatingContext } from '../charges/rating-context.ts'
import type { PartitionedTable } from '../db/partition-repository.ts'
import type { JsonObject } from '../db/schema/column.ts'
import type { Connection, Store } from '../db/store.ts'
import type { Day, Instant } from '../engine/index.ts'
import type { Counts, SourceName, SourceNote } from './ingest-report.ts'

export type Sweep = 'whole' | 'due'

/** At which pace what is long and not urgent is read: what the schedule does gives way, what a person waits for does not. */
export const paceOf = (sweep: Sweep): Pace => (sweep === 'due' ? 'spare' : 'full')

/** What every source is read with. */
export interface IngestContext extends RatingContext {
  readonly store: Store
  readonly client: BarrackClient
  /** The present; a batch carries the moment of the answer that it came from. */
  readonly clock: () => Instant
  /** whole: every list to its end; due: of long lists what can have changed, and all once a day. */
  readonly sweep: Sweep
  readonly signal?: AbortSignal | undefined
}

/** Months of a partitioned table that a batch is about to write to, both ends included. */
export interface MonthSpan {
  readonly table: PartitionedTable
  readonly from: Day | Instant
  readonly to: Day | Instant
}

/** One answer, understood: what it does to the store happens as a whole or not at all. */
export interface Batch {
  readonly months?: readonly MonthSpan[]
  apply(tx: Connection): Promise<Counts>
  /** Rows of the whole list, where the answer told. */
  readonly total?: number | null
}

/** What to do when the source was read to its end, in the transaction of its last batch; gives what its cursor keeps. */
export type Finish = (tx: Connection, previousReadAt: Instant | null) => Promise<JsonObject | undefined>

/** How a reading ended. */
export interface SourceEnd {
  readonly finish?: Finish
  /** False where rows that did not come may still be there: nothing follows from their absence. Default true. */
  readonly isWhole?: boolean
  /** When the whole began to be read, where that took several runs. Default: with this one. */
  readonly wholeSince?: Instant
  /** What is to be said although all rows came. */
  readonly note?: SourceNote | undefined
}

export interface Source {
  readonly name: SourceName
  /** Whether an account may lack it: a 404 is then no failure. */
  readonly optional: boolean
  /** The batches of one reading; the value returned says what remains to do at its end. */
  read(context: IngestContext): AsyncGenerator<Batch, SourceEnd>
}
