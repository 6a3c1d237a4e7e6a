import { z } from 'zod'
import { currency, decimal, instant, lowerCase, minutes, orNull, text, whole } from './scalars.ts'

const common = {
  billing_id: text,
  tier: orNull(lowerCase),
  start_time: instant,
  end_time: orNull(instant),
  total_duration_minutes: minutes,
  per_minute_rate: orNull(decimal),
  total_cost: decimal,
  /** Missing: the currency that stands beside the records. */
  currency: orNull(currency),
  status: lowerCase,
}

const inOrder = (record: { start_time: number; end_time: number | null }) =>
  record.end_time === null || record.end_time >= record.start_time
const ORDER = { message: 'end_time lies before start_time', path: ['end_time'] }

/** A row of `instance-billing`: one stretch of one machine, all its GPUs together. */
export const instanceBillingRow = z
  .looseObject({
    ...common,
    instance_id: text,
    vm_name: orNull(text),
    gpu_type: orNull(text),
    gpu_count: orNull(whole),
  })
  .refine(inOrder, ORDER)

/** A row of `volume-billing`; it does not tell the volume's type, on which the price depends. */
export const volumeBillingRow = z
  .looseObject({ ...common, volume_id: text, volume_name: orNull(text), size_gb: orNull(whole) })
  .refine(inOrder, ORDER)

export const snapshotBillingRow = z
  .looseObject({ ...common, snapshot_id: text, snapshot_name: orNull(text), size_gb: orNull(whole) })
  .refine(inOrder, ORDER)

export type InstanceBillingRow = z.output<typeof instanceBillingRow>
export type VolumeBillingRow = z.output<typeof volumeBillingRow>
export type SnapshotBillingRow = z.output<typeof snapshotBillingRow>
