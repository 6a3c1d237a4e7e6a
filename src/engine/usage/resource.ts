import type { Currency } from '../money.ts'
import type { Instant } from '../time.ts'

/** What can cost money. */
export type ResourceType = 'instance' | 'volume' | 'snapshot' | 'image' | 'public_ip' | 'ai_model'

/** A resource with what is known of it, also after its deletion; null = never told. */
export interface Resource {
  readonly resourceId: string
  readonly type: ResourceType
  readonly name: string
  readonly region: string | null
  /** Lower case: 'legacy', 'advanced'. */
  readonly tier: string | null
  readonly currency: Currency | null
  readonly gpuModel: string | null
  readonly gpuCount: number | null
  readonly sizeGb: number | null
  readonly volumeType: string | null
  /** The machine that a volume is attached to or a snapshot was taken of. */
  readonly sourceId: string | null
  /** The last status that was told, as Barrack spells it. */
  readonly status: string | null
  /** What the instance list says that the machine costs per hour (the whole machine). */
  readonly pricePerHourPicos: bigint | null
  readonly createdAt: Instant | null
  readonly firstSeenAt: Instant
  readonly lastSeenAt: Instant
  readonly deletedSeenAt: Instant | null
}

/** 'From this observation on the status was ...'; only changes are kept. */
export interface StatusChange {
  readonly resourceId: string
  readonly observedAt: Instant
  readonly status: string
}
