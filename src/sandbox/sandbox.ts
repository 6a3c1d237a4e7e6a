import type { Account } from './account.ts'
import { ApiError } from './api-error.ts'
import type { Clock } from './clock.ts'
import { drawInteger } from './random.ts'
import type { SecurityRule } from './rules/security-rule.ts'
import { SECOND, wholeSecond } from './time.ts'
import type { TraceCounts } from './trace/trace-account.ts'
import type { Versions } from './versions.ts'

/** What of a machine can be changed without moving its ledger. */
export interface MachineSettings {
  publicIp: boolean
  rules: SecurityRule[]
  /** Whether a notebook server was asked for. */
  jupyter: boolean
  cloudInit: string | null
  startupScript: string | null
}

export interface SshKey {
  id: string
  name: string
  region: string
  publicKey: string
  createdAt: number
}

export interface Script {
  id: string
  name: string
  content: string
  createdAt: number
  updatedAt: number
}

export interface Firewall {
  id: string
  name: string
  description: string
  region: string
  /** Each with the moment from which it is in force. */
  rules: (SecurityRule & { inForceAt: number })[]
  /** Machines and the moment from which the firewall holds for them. */
  attachments: { instanceId: string; inForceAt: number }[]
  createdAt: number
  readyAt: number
}

/** What every route works on. */
export interface Sandbox {
  account: Account
  clock: Clock
  seed: number
  /** GPUs of each model in each region beyond what other customers leave. */
  spareGpus: number
  /** The one key that is let in; null lets any key in. */
  apiKey: string | null
  /** What the replayed trace held; null for the demo account. */
  trace: (TraceCounts & { startsAt: number; endsAt: number }) | null
  machineSettings: Versions<MachineSettings>
  sshKeys: Versions<SshKey>
  scripts: Versions<Script>
  firewalls: Versions<Firewall>
  /** Ids of the machines that the API made. */
  deployed: Set<string>
  /** How many things the API made so far, for their ids. */
  made: number
  /** Up to here the wallets were watched for running dry. */
  settledAt: number
}

/**
 * The moment at which a command takes effect: the whole second of the present. A command before the last one is
 * refused: it would rewrite what was served since.
 */
export function commandMoment({ clock, account }: Sandbox): number {
  const at = wholeSecond(clock.now())
  if (at < account.changedAt)
    throw new ApiError('conflict', 'The clock stands before the last change of this account: step it on first')
  return at
}

/** How long a transition takes, in milliseconds: drawn from the account's seed, the resource and the moment. */
export function transitionTime(
  { seed }: Pick<Sandbox, 'seed'>,
  id: string,
  [least, most]: readonly [number, number],
  at: number,
): number {
  return drawInteger(least, most, seed, id, 'transition', at) * SECOND
}

/** Numbers of what the API makes start here; the script's lie below. */
const FIRST_NUMBER = 500_000

/** The next number for an id; never used before. */
export function nextNumber(sandbox: Sandbox): number {
  return FIRST_NUMBER + sandbox.made++
}
