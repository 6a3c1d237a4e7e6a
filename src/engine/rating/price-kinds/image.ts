import type { RatingRules } from '../../pricing/rules.ts'
import { imageSku } from '../../pricing/sku.ts'
import type { Asset } from '../../usage/asset.ts'
import { fraction, type ChargeItem } from './item.ts'

/** A custom image: no price of it is known, so that it is free until a price list or a contract names one per TB-hour. */
export function imageItem(asset: Asset, rules: RatingRules): ChargeItem {
  const units = fraction(asset.sizeGb, rules.gbPerTb)
  return { state: 'stored', sku: imageSku(asset.tier), priceUnit: 'tb_hour', units, free: 'unless priced' }
}
