import type { ActionClient, MachineAction } from '../barrack/action-client.ts'
import { BarrackError } from '../barrack/barrack-error.ts'
import type { InstanceRow } from '../barrack/contract/index.ts'
import { writeAudit } from '../db/audit-repository.ts'
import {
  changeSleepAction,
  claimSleepAction,
  countAskedSince,
  openSleepActions,
  type SleepAction,
  type SleepActionChange,
} from '../db/sleep-action-repository.ts'
import type { Store } from '../db/store.ts'
import { HOUR_MS, MINUTE_MS, type Instant } from '../engine/index.ts'
import { LEAST_SLEEP_MS } from '../engine/plan/index.ts'

/** Whether something may be done to a machine at this moment, and if not why not. */
export interface MayAct {
  readonly may: boolean
  readonly because: string | null
}

export interface ApplyOptions {
  readonly store: Store
  readonly clock: () => Instant
  readonly accountId: number
  readonly client: ActionClient
  /** Machines that are asked for anything within an hour, at most. */
  readonly perHour: number
  /** Asked right before: not where it is busy, kept on, or would likely find no GPUs when it is woken. */
  readonly mayAct: (action: SleepAction, machinesInStock: number | null) => Promise<MayAct>
}

const AGAIN_MS = 5 * MINUTE_MS
const SOON_MS = MINUTE_MS
/** A machine that is still on its way after so long has not come through. */
const ON_ITS_WAY_MS = 30 * MINUTE_MS

const LEFT = 'left for now'

/** What became of one look at an action. */
interface Outcome extends SleepActionChange {
  /** For the log; null where nothing happened that was not told before. */
  readonly event: string | null
}

/**
 * Does what is due: wakes before it puts to sleep, each machine after a look at it, at most so many an hour. Whatever it
 * does, or leaves for a reason, is written to the audit log. Another process may do the same at the same time: an action
 * is taken by one.
 */
export async function applyTurn(options: ApplyOptions): Promise<number> {
  const { store, clock, accountId, perHour } = options
  const open = await openSleepActions(store.db, accountId)
  const due = open.filter(({ nextTryAt }) => nextTryAt <= clock())
  const restoresFirst = due.sort((a, b) => Number(a.action === 'hibernate') - Number(b.action === 'hibernate'))
  let done = 0
  for (const planned of restoresFirst) {
    const now = clock()
    const isNew = planned.state !== 'asked'
    if (isNew && (await countAskedSince(store.db, accountId, now - HOUR_MS)) >= perHour) continue
    const action = await claimSleepAction(store.db, planned, now, now + AGAIN_MS)
    if (!action) continue
    const outcome = await look(action, options)
    await record(action, outcome, options)
    done++
  }
  return done
}

async function look(action: SleepAction, options: ApplyOptions): Promise<Outcome> {
  const now = options.clock()
  if (isTooLate(action, now))
    return finished('skipped', `too late: ${action.detail ?? 'it could not be done in time'}`, now)
  let machine: InstanceRow
  try {
    machine = await options.client.instance(action.resourceId)
  } catch (error) {
    if (error instanceof BarrackError && error.kind === 'not-found')
      return finished('skipped', 'it is not there any more', now)
    return later('waiting', `it could not be looked at: ${(error as Error).message}`, now + AGAIN_MS)
  }
  const status = machine.status.toUpperCase()
  if (action.state === 'asked') return followed(action, status, now)
  return action.action === 'hibernate' ? putToSleep(action, machine, status, options) : wake(action, status, options)
}

function isTooLate({ action, until, state }: SleepAction, now: Instant): boolean {
  if (state === 'asked' || until === null) return false
  return action === 'hibernate' ? until - now < LEAST_SLEEP_MS : until <= now
}

async function putToSleep(
  action: SleepAction,
  machine: InstanceRow,
  status: string,
  options: ApplyOptions,
): Promise<Outcome> {
  const now = options.clock()
  if (status === 'HIBERNATED' || status === 'HIBERNATING') return finished('done', 'it was asleep already', now)
  if (status === 'ERROR') return finished('failed', 'it is in error', now)
  if (status !== 'ACTIVE' && status !== 'SHUTOFF') return later('waiting', `it is ${status}`, now + SOON_MS)
  const { region, gpu_model: gpuModel, gpu_count: size } = machine
  const stock =
    region === null || gpuModel === null
      ? null
      : await options.client.machinesInStock({ region, gpuModel, size: size ?? 1 }).catch(() => null)
  const { may, because } = await options.mayAct(action, stock)
  if (!may) return later('waiting', because ?? 'it may not', now + AGAIN_MS)
  // Only a running machine can hibernate; shut off it costs the same.
  if (status === 'SHUTOFF') return ask(action, 'start', options)
  return ask(action, 'hibernate', options)
}

async function wake(action: SleepAction, status: string, options: ApplyOptions): Promise<Outcome> {
  const now = options.clock()
  if (status === 'ACTIVE' || status === 'RESTORING') return finished('done', 'it was awake already', now)
  if (status === 'HIBERNATING') return later('waiting', 'it is still going to sleep', now + SOON_MS)
  if (status !== 'HIBERNATED') return finished('skipped', `it is ${status}: nothing to wake`, now)
  const { may, because } = await options.mayAct(action, null)
  if (!may) return later('waiting', because ?? 'it may not', now + AGAIN_MS)
  return ask(action, 'restore', options)
}

async function ask(action: SleepAction, verb: MachineAction, { client, clock }: ApplyOptions): Promise<Outcome> {
  try {
    await client.act(action.resourceId, verb)
  } catch (error) {
    const message = (error as Error).message
    return { ...later('waiting', message, clock() + AGAIN_MS), event: `${verb} refused`, tried: true }
  }
  const now = clock()
  // A machine that was started first is put to sleep as soon as it runs.
  const state = verb === 'start' ? 'waiting' : 'asked'
  const detail = verb === 'start' ? 'it was shut off and is started first' : null
  return { state, detail, nextTryAt: now + SOON_MS, askedAt: now, tried: true, event: `${verb} asked` }
}

/** What became of a machine that was asked. */
function followed({ action, askedAt }: SleepAction, status: string, now: Instant): Outcome {
  const wanted = action === 'hibernate' ? 'HIBERNATED' : 'ACTIVE'
  if (status === wanted) return { ...finished('done', null, now), event: `${action} done` }
  if (now - (askedAt ?? now) < ON_ITS_WAY_MS && status !== 'ERROR') {
    return { nextTryAt: now + SOON_MS, event: null }
  }
  return finished('failed', `it is ${status} after it was asked to ${action}`, now)
}

function finished(state: 'done' | 'skipped' | 'failed', detail: string | null, now: Instant): Outcome {
  return { state, detail, finishedAt: now, event: state }
}

function later(state: 'waiting', detail: string, nextTryAt: Instant): Outcome {
  return { state, detail, nextTryAt, event: LEFT }
}

/** The same reason with other minutes and per cents is no news. */
function isSame(a: string | null | undefined, b: string | null): boolean {
  return a?.replace(/\d+/g, '') === b?.replace(/\d+/g, '')
}

async function record(
  action: SleepAction,
  { event, ...change }: Outcome,
  { store, clock }: ApplyOptions,
): Promise<void> {
  await store.db.transaction().execute(async (tx) => {
    await changeSleepAction(tx, action, change)
    if (event === null || (event === LEFT && isSame(change.detail, action.detail))) return
    await writeAudit(tx, action.accountId, [
      {
        at: clock(),
        actor: 'apply',
        event,
        resourceId: action.resourceId,
        planId: action.planId,
        detail: change.detail ?? action.action,
      },
    ])
  })
}
