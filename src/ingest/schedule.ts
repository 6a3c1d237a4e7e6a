import type { Instant } from '../engine/index.ts'
import { SOURCE_NAMES, type SourceName } from './ingest-report.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

export type Intervals = Readonly<Record<SourceName, number>>

/** How often each source is read, in milliseconds: what moves by the minute, by the hour, now and then. */
export const defaultIntervals: Intervals = {
  balance: 5 * MINUTE_MS,
  instances: 5 * MINUTE_MS,
  'gpu-stocks': 5 * MINUTE_MS,
  'instance-billing': HOUR_MS,
  'volume-billing': HOUR_MS,
  'snapshot-billing': HOUR_MS,
  volumes: HOUR_MS,
  snapshots: HOUR_MS,
  'ai-history': HOUR_MS,
  pricing: 6 * HOUR_MS,
  hibernated: 24 * HOUR_MS,
  regions: 24 * HOUR_MS,
  'gpu-specs': 24 * HOUR_MS,
  'volume-types': 24 * HOUR_MS,
  images: 24 * HOUR_MS,
  'ai-models': 24 * HOUR_MS,
  'ai-summary': 24 * HOUR_MS,
}

/** When a source was last read to its end, and last tried. */
export interface SourceTimes {
  readonly readAt: Instant | null
  readonly triedAt: Instant | null
}

export interface ScheduledSource extends SourceTimes {
  readonly source: SourceName
  /** At once where it was never tried; a source that failed waits as long as one that was read. */
  readonly nextAt: Instant
}

/** When each source is to be read next. After an outage all are due at once, each a single time: missed turns are not made up. */
export function schedule(times: ReadonlyMap<string, SourceTimes>, intervals: Intervals): ScheduledSource[] {
  return SOURCE_NAMES.map((source) => {
    const { readAt, triedAt } = times.get(source) ?? { readAt: null, triedAt: null }
    const last = Math.max(readAt ?? -Infinity, triedAt ?? -Infinity)
    return { source, readAt, triedAt, nextAt: last === -Infinity ? 0 : last + intervals[source] }
  })
}

/** The sources that are due. */
export function dueSources(scheduled: readonly ScheduledSource[], now: Instant): SourceName[] {
  return scheduled.filter(({ nextAt }) => nextAt <= now).map(({ source }) => source)
}
