import type { Currency } from '../money.ts'
import type { Instant } from '../time.ts'

/** The unit that a price is published for. */
export type PriceUnit = 'gpu_hour' | 'tb_hour' | 'snapshot_hour' | 'machine_hour' | 'million_tokens'

/** One list price over the time that it held: [validFrom, validTo). */
export interface PriceVersion {
  /** See sku.ts: 'gpu/legacy/RTX-A6000', 'volume/advanced/NVMe', 'snapshot/legacy', 'hibernated', 'ai/MODEL/input'. */
  readonly sku: string
  readonly currency: Currency
  readonly pricePicos: bigint
  readonly unit: PriceUnit
  readonly validFrom: Instant
  readonly validTo: Instant | null
  /** Of an observed one: the last look that saw it. When it ends, another may have held since then. */
  readonly lastSeenAt?: Instant
  /**
   * observed: read from the API; imported: from a dated list; documented: from Barrack's prose; contracted: agreed with
   * this account; inferred: what bills imply, to be shown and never to judge them.
   */
  readonly source: 'observed' | 'imported' | 'documented' | 'contracted' | 'inferred'
}
