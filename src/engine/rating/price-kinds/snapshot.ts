import type { RatingRules } from '../../pricing/rules.ts'
import { snapshotSku } from '../../pricing/sku.ts'
import type { Asset } from '../../usage/asset.ts'
import { fraction, ONE, type ChargeItem } from './item.ts'

/** A snapshot, by the reading of its price that is set: for each 100 GB, as a whole, or for each TB. */
export function snapshotItem(asset: Asset, rules: RatingRules): ChargeItem {
  const sku = snapshotSku(asset.tier)
  return { state: 'stored', sku, priceUnit: 'snapshot_hour', units: snapshotUnits(asset.sizeGb, rules), free: 'never' }
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
