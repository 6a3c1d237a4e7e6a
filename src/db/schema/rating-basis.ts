import type { Timestamp } from './column.ts'

/** What charges were made with from a moment on: the zone of their days and the readings of the price list. */
export interface RatingBasisTable {
  account_id: number
  since: Timestamp
  zone: string
  snapshot_rule: 'per_100gb' | 'flat' | 'per_tb'
  gb_per_tb: number
  hibernation_rule: 'own_record' | 'same_record'
}
