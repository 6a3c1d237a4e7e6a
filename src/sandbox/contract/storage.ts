import { z } from 'zod'
import { answer, count, instant, pagination, text, tier } from './scalars.ts'

const volume = z.strictObject({
  id: text,
  name: text,
  size_gb: count,
  volume_type: z.enum(['SSD', 'HDD', 'NVMe']),
  tier,
  region: text,
  status: z.enum(['creating', 'available', 'attached', 'deleting']),
  bootable: z.boolean(),
  attached_to: text.nullable(),
  created_at: instant,
})
const snapshot = z.strictObject({
  id: text,
  name: text,
  instance_id: text,
  region: text,
  size_gb: count,
  status: z.enum(['creating', 'available']),
  is_image: z.boolean(),
  created_at: instant,
})
const image = z.strictObject({
  id: text,
  name: text,
  snapshot_id: text,
  region: text,
  size_gb: count,
  status: z.enum(['creating', 'available']),
  is_image: z.boolean(),
  created_at: instant,
})
const relationship = z.strictObject({ snapshot_id: text, has_image: z.boolean(), images: z.array(image) })

export const volumeList = answer({ volumes: z.array(volume), next_name: text, pagination })
export const volumeDetails = answer({ volume })
export const volumeMade = answer({ message: text, volume })
export const volumesMoved = answer({ message: text, volumes: z.array(volume) })
export const volumeTypes = answer({ volume_types: z.array(text) })
export const snapshotList = answer({ snapshots: z.array(snapshot), pagination })
export const snapshotDetails = answer({ snapshot: snapshot.extend({ description: text }) })
export const snapshotMade = answer({ message: text, snapshot })
export const imageList = answer({ images: z.array(image), pagination })
export const imageDetails = answer({ image })
export const imageMade = answer({ message: text, image })
export const osImages = answer({
  images: z.array(z.strictObject({ id: text, name: text, type: text, version: text, tier, region: text })),
})
export const relationshipDetails = answer({ relationship })
export const relationshipList = answer({ relationships: z.array(relationship) })
