import type { RatingRules } from '../../pricing/rules.ts'
import { volumeSku } from '../../pricing/sku.ts'
import type { Asset } from '../../usage/asset.ts'
import { fraction, type ChargeItem } from './item.ts'

/** A volume by its provisioned size, attached or not: the price of a TB-hour of its tier and type. */
export function volumeItem(asset: Asset, rules: RatingRules): ChargeItem {
  const sku = volumeSku(asset.tier, asset.volumeType)
  return { state: 'stored', sku, priceUnit: 'tb_hour', units: fraction(asset.sizeGb, rules.gbPerTb), free: 'never' }
}
