import { gpuSku } from '../../pricing/sku.ts'
import type { Asset } from '../../usage/asset.ts'
import type { ChargeState } from '../charge.ts'
import { fraction, type ChargeItem } from './item.ts'

/** A machine that holds GPUs, running or shut off: the price of one GPU-hour for each of them. */
export function gpuItem(asset: Asset, state: ChargeState): ChargeItem {
  const sku = gpuSku(asset.tier, asset.gpuModel)
  return { state, sku, priceUnit: 'gpu_hour', units: fraction(asset.gpuCount, 1), free: 'never' }
}
