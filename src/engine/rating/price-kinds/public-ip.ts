import { PUBLIC_IP_SKU } from '../../pricing/sku.ts'
import { ONE, type ChargeItem } from './item.ts'

/** A public address: inside the GPU price as far as anybody knows, so free until a price list or a contract names one. */
export function publicIpItem(): ChargeItem {
  return { state: 'used', sku: PUBLIC_IP_SKU, priceUnit: 'machine_hour', units: ONE, free: 'unless priced' }
}
