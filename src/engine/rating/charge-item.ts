import type { RatingRules } from '../pricing/rules.ts'
import type { Asset } from '../usage/asset.ts'
import type { ChargeState } from './charge.ts'
import { gpuItem } from './price-kinds/gpu.ts'
import { hibernatedItem } from './price-kinds/hibernated.ts'
import { idleItem } from './price-kinds/idle.ts'
import { imageItem } from './price-kinds/image.ts'
import type { ChargeItem } from './price-kinds/item.ts'
import { publicIpItem } from './price-kinds/public-ip.ts'
import { snapshotItem } from './price-kinds/snapshot.ts'
import { volumeItem } from './price-kinds/volume.ts'

/** Chooses the price kind of an asset in a state. */
export function chargeItem(asset: Asset, state: ChargeState, rules: RatingRules): ChargeItem {
  switch (asset.kind) {
    case 'instance':
      if (state === 'hibernated') return hibernatedItem()
      if (state === 'transitional' || state === 'error') return idleItem(gpuItem(asset, state))
      return gpuItem(asset, state)
    case 'volume':
      return volumeItem(asset, rules)
    case 'snapshot':
      return snapshotItem(asset, rules)
    case 'image':
      return imageItem(asset, rules)
    case 'public_ip':
      return publicIpItem()
  }
}
