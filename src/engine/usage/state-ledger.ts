import type { ChargeState } from '../rating/charge.ts'
import { SECOND_MS, wholeSecond, type Instant, type Interval } from '../time.ts'
import { isAsleep } from './asleep.ts'
import type { BillingRecord } from './billing-record.ts'
import type { StatusChange } from './resource.ts'
import { toldState } from './told-state.ts'

/** A stretch of a resource's time in one state. */
export interface StateInterval extends Interval {
  readonly state: ChargeState
}

const STATES: Readonly<Record<string, ChargeState | 'deleted'>> = {
  ACTIVE: 'active',
  RUNNING: 'active',
  SHUTOFF: 'shutoff',
  STOPPED: 'shutoff',
  OFFLINE: 'shutoff',
  HIBERNATED: 'hibernated',
  CREATING: 'transitional',
  BUILD: 'transitional',
  ORDERED: 'transitional',
  PROVISIONING: 'transitional',
  STARTING: 'transitional',
  STOPPING: 'transitional',
  REBOOTING: 'transitional',
  HARD_REBOOT: 'transitional',
  HIBERNATING: 'transitional',
  STARTING_HIBERNATION: 'transitional',
  RESTORING: 'transitional',
  DELETING: 'transitional',
  DELETED: 'deleted',
  ERROR: 'error',
}

/** What a machine's status, in any spelling that was seen, means for its bill; 'unknown' where the text is new. */
export function toChargeState(status: string): ChargeState | 'deleted' {
  return STATES[status.toUpperCase()] ?? 'unknown'
}

/**
 * The time that a record bills, in whole seconds: its minutes laid down from its start, inside [startsAt, endsAt) or,
 * while it is open, [startsAt, readAt).
 */
export function coveredInterval(record: BillingRecord, readAt: Instant): Interval {
  const startsAt = wholeSecond(record.startsAt)
  const limit = wholeSecond(record.endsAt ?? readAt)
  return { startsAt, endsAt: Math.max(startsAt, Math.min(limit, startsAt + record.minutes * 60 * SECOND_MS)) }
}

/**
 * The states of the billed time of one record, in order and without gaps; `statuses` are those of its resource, sorted.
 *
 * A record of sleep (asleep.ts) was that throughout, one that says its state itself (told-state.ts) that; volumes and snapshots are stored. A machine's time before
 * anybody looked is unknown. After that an observed ACTIVE or SHUTOFF holds until the next one: transitions cost nothing
 * and are not in the billed minutes, and a HIBERNATED seen inside a running record is an observation that came later
 * than reality, for the record's own end says when it went to sleep.
 */
export function stateIntervals(
  record: BillingRecord,
  statuses: readonly StatusChange[],
  readAt: Instant,
): StateInterval[] {
  const { startsAt, endsAt } = coveredInterval(record, readAt)
  if (record.kind !== 'instance') return [{ startsAt, endsAt, state: 'stored' }]
  const told = toldState(record)
  if (told) return [{ startsAt, endsAt, state: told }]
  if (isAsleep(record)) return [{ startsAt, endsAt, state: 'hibernated' }]

  const intervals: StateInterval[] = []
  const enter = (at: Instant, state: ChargeState) => {
    const last = intervals.at(-1)
    if (last?.state === state) return
    if (last) intervals[intervals.length - 1] = { ...last, endsAt: at }
    intervals.push({ startsAt: at, endsAt, state })
  }

  const begun = firstAfter(statuses, startsAt)
  enter(startsAt, begun === 0 ? 'unknown' : (lastingBefore(statuses, begun) ?? nextLasting(statuses, begun)))
  for (let i = begun; i < statuses.length; i++) {
    const change = statuses[i]!
    const at = wholeSecond(change.observedAt)
    if (at >= endsAt) break
    const state = lasting(change.status)
    if (state) enter(at, state)
    else if (i === 0) enter(at, nextLasting(statuses, i))
  }
  return intervals
}

/** The state that a run was in at its start; a machine seen hibernated before it has begun a new run since. */
function lastingBefore(statuses: readonly StatusChange[], end: number): ChargeState | null {
  for (let i = end - 1; i >= 0; i--) {
    const state = toChargeState(statuses[i]!.status)
    if (state === 'active' || state === 'shutoff') return state
    if (state === 'hibernated') return null
  }
  return null
}

function nextLasting(statuses: readonly StatusChange[], start: number): ChargeState {
  for (let i = start; i < statuses.length; i++) {
    const state = toChargeState(statuses[i]!.status)
    if (state === 'active' || state === 'shutoff') return state
    if (state === 'hibernated') break
  }
  return 'unknown'
}

function lasting(status: string): ChargeState | null {
  const state = toChargeState(status)
  return state === 'active' || state === 'shutoff' ? state : null
}

/** The index of the first change later than the instant. */
function firstAfter(statuses: readonly StatusChange[], at: Instant): number {
  let low = 0
  let high = statuses.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (wholeSecond(statuses[middle]!.observedAt) <= at) low = middle + 1
    else high = middle
  }
  return low
}
