import type { ChargeItem } from './item.ts'

/** Transitions and errors cost nothing, whatever the price list says of the machine. */
export function idleItem(item: ChargeItem): ChargeItem {
  return { ...item, free: 'always' }
}
