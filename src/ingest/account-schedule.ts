import { listCursors, type SourceProgress } from '../db/cursor-repository.ts'
import { latestSourceOutcomes, requestsPerReading } from '../db/ingest-run-repository.ts'
import type { Connection } from '../db/store.ts'
import type { Instant } from '../engine/index.ts'
import { SOURCE_NAMES, type SourceName } from './ingest-report.ts'
import { requestsPerMinute, schedule, withinLimit, type Intervals, type ScheduledSource } from './schedule.ts'

/** When and how often an account is read. */
export interface AccountSchedule {
  readonly sources: readonly (ScheduledSource & {
    /** As it is kept; longer than what is set where the limit of requests asks for it. */
    readonly everyMs: number
    /** Why it could not be read when it was last tried. */
    readonly error: string | null
    /** Of a reading, by the last ones; null where none was made. */
    readonly requests: number | null
    /** How far the daily sweep through the old pages is; null where none is under way. */
    readonly sweep: SourceProgress['sweep']
  })[]
  readonly requestsPerMinute: number
}

export interface ScheduleWish {
  readonly intervals: Intervals
  /** Of the account; null: no limit. */
  readonly maxPerMinute: number | null
  /** Tries that left no row behind. */
  readonly tried?: ReadonlyMap<SourceName, Instant> | undefined
}

/** The schedule of an account by what its readings so far say. */
export async function accountSchedule(
  db: Connection,
  accountId: number,
  { intervals, maxPerMinute, tried }: ScheduleWish,
): Promise<AccountSchedule> {
  const [read, outcomes, perReading] = await Promise.all([
    listCursors(db, accountId),
    latestSourceOutcomes(db, accountId),
    requestsPerReading(db, accountId),
  ])
  const stored = new Map(outcomes.map((outcome) => [outcome.source, outcome]))
  const times = SOURCE_NAMES.map((name) => {
    const lastTried = Math.max(tried?.get(name) ?? -Infinity, stored.get(name)?.finishedAt ?? -Infinity)
    const { readAt = null, sweep = null } = read.get(name) ?? {}
    return [name, { readAt, triedAt: lastTried === -Infinity ? null : lastTried, isSweeping: sweep !== null }] as const
  })
  const kept = withinLimit(intervals, perReading, maxPerMinute)
  return {
    sources: schedule(new Map(times), kept).map((scheduled) => ({
      ...scheduled,
      everyMs: kept[scheduled.source],
      error: stored.get(scheduled.source)?.error ?? null,
      requests: perReading.get(scheduled.source) ?? null,
      sweep: read.get(scheduled.source)?.sweep ?? null,
    })),
    requestsPerMinute: requestsPerMinute(kept, perReading),
  }
}
