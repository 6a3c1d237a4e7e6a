import type { PriceUnit } from '../pricing/price-version.ts'
import type { RatingRules } from '../pricing/rules.ts'
import { gpuSku, HIBERNATED_SKU, snapshotSku, volumeSku } from '../pricing/sku.ts'
import type { BillingRecord } from '../usage/billing-record.ts'
import type { Resource } from '../usage/resource.ts'
import type { ChargeState } from './charge.ts'

/** What a record is charged for while it is in one state. */
export interface ChargeItem {
  readonly state: ChargeState
  readonly sku: string
  /** The unit that its price has to be published for. */
  readonly priceUnit: PriceUnit
  /** How many priced units the resource is, as a fraction: 4 GPUs, 250 GB of 1000; null where it is not known. */
  readonly units: { readonly num: bigint; readonly den: bigint } | null
  /** Transitions and errors cost nothing, whatever the price list says. */
  readonly free: boolean
}

const ONE = { num: 1n, den: 1n }

/** The item of a record in a state; what the record does not tell is taken from its resource. */
export function chargeItem(
  record: BillingRecord,
  resource: Resource | null,
  state: ChargeState,
  rules: RatingRules,
): ChargeItem {
  const tier = record.tier ?? resource?.tier ?? null
  const sizeGb = record.sizeGb ?? resource?.sizeGb ?? null
  const free = state === 'transitional' || state === 'error'
  switch (record.kind) {
    case 'instance': {
      if (state === 'hibernated') return { state, sku: HIBERNATED_SKU, priceUnit: 'machine_hour', units: ONE, free }
      const count = record.gpuCount ?? resource?.gpuCount ?? null
      const sku = gpuSku(tier, record.gpuModel ?? resource?.gpuModel ?? null)
      return { state, sku, priceUnit: 'gpu_hour', units: count === null ? null : fraction(count, 1), free }
    }
    case 'volume': {
      const sku = volumeSku(tier, resource?.volumeType ?? null)
      return { state, sku, priceUnit: 'tb_hour', units: sizeGb === null ? null : fraction(sizeGb, rules.gbPerTb), free }
    }
    case 'snapshot':
      return { state, sku: snapshotSku(tier), priceUnit: 'snapshot_hour', units: snapshotUnits(sizeGb, rules), free }
  }
}

function snapshotUnits(sizeGb: number | null, rules: RatingRules): ChargeItem['units'] {
  if (rules.snapshot === 'flat') return ONE
  if (sizeGb === null) return null
  return fraction(sizeGb, rules.snapshot === 'per_tb' ? rules.gbPerTb : 100)
}

function fraction(num: number, den: number): { num: bigint; den: bigint } {
  return { num: BigInt(num), den: BigInt(den) }
}
