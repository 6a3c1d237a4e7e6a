export type Currency = 'USD' | 'EUR' | 'INR'
export type Tier = 'legacy' | 'advanced'
export type Kind = 'instance' | 'volume' | 'snapshot'

export const CURRENCIES: readonly Currency[] = ['USD', 'EUR', 'INR']

/**
 * A half-open interval [from, to) in which a resource kept its state, in epoch milliseconds on whole seconds;
 * `to` is Infinity where nothing is known to end it. The ledger of a resource is its stretches in order, without
 * gaps; after the last one it is deleted.
 */
export interface Stretch {
  state: string
  from: number
  to: number
  /** Size of a volume or snapshot in this stretch. */
  gb?: number
  /** Instance that a volume is attached to in this stretch. */
  attachedTo?: string
}

interface Resource {
  kind: Kind
  id: string
  name: string
  region: string
  tier: Tier
  currency: Currency
  ledger: Stretch[]
  /** Names that it was given later, in order, each with the moment from which it holds. */
  renames?: readonly { from: number; name: string }[]
}

/** The name of a resource at a moment. */
export function nameAt({ name, renames }: AnyResource, now: number): string {
  return renames?.findLast(({ from }) => from <= now)?.name ?? name
}

export interface Instance extends Resource {
  kind: 'instance'
  gpuModel: string
  gpuCount: number
  image: string
  sshKeys: readonly string[]
  /** Volume that it boots from instead of its own root disk. */
  bootVolumeId?: string
}

export interface Volume extends Resource {
  kind: 'volume'
  volumeType: string
  bootable: boolean
}

export interface Snapshot extends Resource {
  kind: 'snapshot'
  instanceId: string
  description?: string
}

export type AnyResource = Instance | Volume | Snapshot

/** A custom image; it costs nothing of its own. */
export interface Image {
  id: string
  name: string
  region: string
  snapshotId: string
  gb: number
  createdAt: number
  readyAt: number
  deletedAt: number
}

export interface AiTransaction {
  id: string
  model: string
  inputTokens: number
  outputTokens: number
  costPicos: bigint
  currency: Currency
  at: number
}

export interface TopUp {
  at: number
  currency: Currency
  picos: bigint
}
