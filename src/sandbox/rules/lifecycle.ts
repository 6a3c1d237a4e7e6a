import { ApiError } from '../api-error.ts'
import { gpuModel } from '../catalog.ts'
import { stateAt } from '../ledger.ts'
import type { Instance } from '../resource.ts'
import { commandMoment, type Sandbox, transitionTime } from '../sandbox.ts'
import { detachAll } from './attachment.ts'
import { requireCredit } from './credit.ts'
import { requireStockAgain } from './stock.ts'

export const ACTIONS = ['start', 'stop', 'reboot', 'hibernate', 'restore'] as const
export type Action = (typeof ACTIONS)[number]

interface Transition {
  from: string
  via: string
  to: string
  /** Seconds it takes, least and most. */
  seconds: readonly [number, number]
}

const TRANSITIONS: Readonly<Record<Action, Transition>> = {
  start: { from: 'SHUTOFF', via: 'STARTING', to: 'ACTIVE', seconds: [35, 90] },
  stop: { from: 'ACTIVE', via: 'STOPPING', to: 'SHUTOFF', seconds: [20, 60] },
  reboot: { from: 'ACTIVE', via: 'REBOOTING', to: 'ACTIVE', seconds: [40, 150] },
  hibernate: { from: 'ACTIVE', via: 'HIBERNATING', to: 'HIBERNATED', seconds: [90, 330] },
  restore: { from: 'HIBERNATED', via: 'RESTORING', to: 'ACTIVE', seconds: [120, 420] },
}

const DELETION_SECONDS = [8, 40] as const
export const CREATION_SECONDS = [70, 260] as const

/** Begins an action on a machine; the ledger knows at once how long it will take. */
export function act(sandbox: Sandbox, instance: Instance, action: Action): void {
  const at = commandMoment(sandbox)
  const { from, via, to, seconds } = TRANSITIONS[action]
  const state = stateAt(instance.ledger, at)
  if (state !== from) throw new ApiError('conflict', `Instance is ${state ?? 'not there yet'}: ${action} needs ${from}`)
  if (action === 'hibernate' && !gpuModel(instance.gpuModel).canHibernate)
    throw new ApiError('unprocessable', `${instance.gpuModel} cannot be hibernated`)
  if (action === 'restore') {
    requireCredit(sandbox, instance.currency, at)
    requireStockAgain(sandbox, instance, at)
  }
  if (action === 'start') requireCredit(sandbox, instance.currency, at)
  sandbox.account.change(instance, at, (writer) =>
    writer.enter(via, at).enter(to, at + transitionTime(sandbox, instance.id, seconds, at)),
  )
}

/** Refuses whatever is still asked of a machine once its deletion has begun. */
export function requireNotDeleting({ ledger }: Instance, at: number): void {
  if (stateAt(ledger, at) === 'DELETING') throw new ApiError('conflict', 'Instance is being deleted already')
}

/** Deletes a machine from any state; its volumes are detached and stay. */
export function deleteInstance(sandbox: Sandbox, instance: Instance): void {
  const at = commandMoment(sandbox)
  requireNotDeleting(instance, at)
  detachAll(sandbox, instance, at)
  sandbox.account.change(instance, at, (writer) =>
    writer.enter('DELETING', at).end(at + transitionTime(sandbox, instance.id, DELETION_SECONDS, at)),
  )
}

/** Puts a machine to sleep because its wallet is empty: whatever it can do, and from ACTIVE and SHUTOFF alike. */
export function hibernateForLackOfCredit(sandbox: Sandbox, instance: Instance, at: number): void {
  const takes = transitionTime(sandbox, instance.id, TRANSITIONS.hibernate.seconds, at)
  sandbox.account.change(instance, at, (writer) => writer.enter('HIBERNATING', at).enter('HIBERNATED', at + takes))
}
