import { z } from 'zod'
import { currency, decimal, instant, lowerCase, orUnknown, text, whole } from './scalars.ts'

/** What only describes a resource may be missing or odd; its id and status may not. */
export const instanceRow = z.looseObject({
  id: text,
  name: orUnknown(text),
  status: text,
  region: orUnknown(text),
  gpu_model: orUnknown(text),
  gpu_count: orUnknown(whole),
  tier: orUnknown(lowerCase),
  public_ip: orUnknown(text),
  price_per_hour: orUnknown(decimal),
  currency: orUnknown(currency),
  created_at: orUnknown(instant),
})

export const volumeRow = z.looseObject({
  id: text,
  name: orUnknown(text),
  size_gb: orUnknown(whole),
  volume_type: orUnknown(text),
  tier: orUnknown(lowerCase),
  region: orUnknown(text),
  status: text,
  currency: orUnknown(currency),
  attached_to: orUnknown(text),
  created_at: orUnknown(instant),
})

export const snapshotRow = z.looseObject({
  id: text,
  name: orUnknown(text),
  instance_id: orUnknown(text),
  region: orUnknown(text),
  tier: orUnknown(lowerCase),
  size_gb: orUnknown(whole),
  status: text,
  currency: orUnknown(currency),
  created_at: orUnknown(instant),
})

export const imageRow = z.looseObject({
  id: text,
  name: orUnknown(text),
  snapshot_id: orUnknown(text),
  region: orUnknown(text),
  tier: orUnknown(lowerCase),
  size_gb: orUnknown(whole),
  status: orUnknown(text),
  currency: orUnknown(currency),
  created_at: orUnknown(instant),
})

/** A row of the list of hibernated machines. */
export const hibernatedRow = z.looseObject({ id: text, name: orUnknown(text), hibernated_at: orUnknown(instant) })

export type InstanceRow = z.output<typeof instanceRow>
export type VolumeRow = z.output<typeof volumeRow>
export type SnapshotRow = z.output<typeof snapshotRow>
export type ImageRow = z.output<typeof imageRow>
export type HibernatedRow = z.output<typeof hibernatedRow>
