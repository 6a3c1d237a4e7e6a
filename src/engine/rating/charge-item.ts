import type { PriceUnit } from '../pricing/price-version.ts'
import type { RatingRules } from '../pricing/rules.ts'
import { gpuSku, HIBERNATED_SKU, snapshotSku, volumeSku } from '../pricing/sku.ts'
import type { Asset } from '../usage/asset.ts'
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

/** The item of an asset in a state. */
export function chargeItem(asset: Asset, state: ChargeState, rules: RatingRules): ChargeItem {
  const free = state === 'transitional' || state === 'error'
  switch (asset.kind) {
    case 'instance': {
      if (state === 'hibernated') return { state, sku: HIBERNATED_SKU, priceUnit: 'machine_hour', units: ONE, free }
      const sku = gpuSku(asset.tier, asset.gpuModel)
      return { state, sku, priceUnit: 'gpu_hour', units: fraction(asset.gpuCount, 1), free }
    }
    case 'volume': {
      const sku = volumeSku(asset.tier, asset.volumeType)
      return { state, sku, priceUnit: 'tb_hour', units: fraction(asset.sizeGb, rules.gbPerTb), free }
    }
    case 'snapshot': {
      const sku = snapshotSku(asset.tier)
      return { state, sku, priceUnit: 'snapshot_hour', units: snapshotUnits(asset.sizeGb, rules), free }
    }
  }
}

function snapshotUnits(sizeGb: number | null, rules: RatingRules): ChargeItem['units'] {
  switch (rules.snapshot) {
    case 'flat':
      return ONE
    case 'per_100gb':
      return fraction(sizeGb, 100)
    case 'per_tb':
      return fraction(sizeGb, rules.gbPerTb)
  }
}

function fraction(num: number | null, den: number): ChargeItem['units'] {
  return num === null ? null : { num: BigInt(num), den: BigInt(den) }
}
