import type { Instant } from '../engine/index.ts'
import { SOURCE_NAMES, type SourceName } from './ingest-report.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

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
  hibernated: DAY_MS,
  regions: DAY_MS,
  'gpu-specs': DAY_MS,
  'volume-types': DAY_MS,
  images: DAY_MS,
  'ai-models': DAY_MS,
  'ai-summary': DAY_MS,
}

const UNITS: Readonly<Record<string, number>> = { m: MINUTE_MS, h: HOUR_MS, d: DAY_MS }
const LONGEST_MS = 7 * DAY_MS

/**
 * 'pricing=6h, balance=90m' as milliseconds by source; nothing for those that are not named.
 * @throws RangeError that names the part which is wrong and what is allowed.
 */
export function parseIntervals(text: string): Partial<Intervals> {
  const intervals: Partial<Record<SourceName, number>> = {}
  for (const part of text.split(',').map((each) => each.trim())) {
    if (part === '') continue
    const [, name = '', number, unit = ''] = /^([a-z-]+)\s*=\s*(\d{1,5})([mhd])$/.exec(part) ?? []
    const source = SOURCE_NAMES.find((each) => each === name)
    const every = Number(number) * (UNITS[unit] ?? NaN)
    if (!source)
      throw new RangeError(`'${part}' names none of ${SOURCE_NAMES.join(', ')} with a time such as 5m, 2h or 1d`)
    if (!(every >= MINUTE_MS && every <= LONGEST_MS)) throw new RangeError(`'${part}' is not from 1m to 7d`)
    intervals[source] = every
  }
  return intervals
}

/** Requests that a reading of each source takes; one where it is not known. */
export type RequestsPerReading = ReadonlyMap<string, number>

/** What all readings take a minute: three every 5 minutes and one an hour, of a request each, are 0.617. */
export function requestsPerMinute(intervals: Intervals, perReading: RequestsPerReading = new Map()): number {
  return SOURCE_NAMES.reduce(
    (sum, name) => sum + (Math.max(1, perReading.get(name) ?? 1) * MINUTE_MS) / intervals[name],
    0,
  )
}

/** The part of the limit that the schedule may take: the rest is for people, for repetitions and for catching up. */
export const SCHEDULE_SHARE = 1 / 10

/**
 * The intervals, all longer by the same factor where long lists would take more than the schedule's share of the limit:
 * 60 requests a minute of 300 allowed are twice a tenth, so that everything is read half as often. Null: no limit.
 */
export function withinLimit(
  intervals: Intervals,
  perReading: RequestsPerReading,
  maxPerMinute: number | null,
): Intervals {
  if (maxPerMinute === null) return intervals
  const factor = requestsPerMinute(intervals, perReading) / (maxPerMinute * SCHEDULE_SHARE)
  if (factor <= 1) return intervals
  return Object.fromEntries(SOURCE_NAMES.map((name) => [name, Math.ceil(intervals[name] * factor)])) as Intervals
}

/** When a source was last read to its end, and last tried. */
export interface SourceTimes {
  readonly readAt: Instant | null
  readonly triedAt: Instant | null
  /** Whether a sweep goes on with its next reading. */
  readonly isSweeping?: boolean
}

export interface ScheduledSource extends SourceTimes {
  readonly source: SourceName
  /** At once where it was never tried; a source that failed waits as long as one that was read. */
  readonly nextAt: Instant
}

/** A sweep under way goes on so soon: a million bills in slices of 100 pages are through in under two hours. */
const SLICE_EVERY_MS = 5 * MINUTE_MS

/** When each source is to be read next. After an outage all are due at once, each a single time: missed turns are not made up. */
export function schedule(times: ReadonlyMap<string, SourceTimes>, intervals: Intervals): ScheduledSource[] {
  return SOURCE_NAMES.map((source) => {
    const { readAt, triedAt, isSweeping = false } = times.get(source) ?? { readAt: null, triedAt: null }
    const last = Math.max(readAt ?? -Infinity, triedAt ?? -Infinity)
    const every = isSweeping ? Math.min(SLICE_EVERY_MS, intervals[source]) : intervals[source]
    return { source, readAt, triedAt, nextAt: last === -Infinity ? 0 : last + every }
  })
}

/** The sources that are due. */
export function dueSources(scheduled: readonly ScheduledSource[], now: Instant): SourceName[] {
  return scheduled.filter(({ nextAt }) => nextAt <= now).map(({ source }) => source)
}
