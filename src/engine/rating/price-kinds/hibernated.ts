import { HIBERNATED_SKU } from '../../pricing/sku.ts'
import { ONE, type ChargeItem } from './item.ts'

/** A machine asleep: one flat price, however large it is. */
export function hibernatedItem(): ChargeItem {
  return { state: 'hibernated', sku: HIBERNATED_SKU, priceUnit: 'machine_hour', units: ONE, free: 'never' }
}
