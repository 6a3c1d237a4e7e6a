import { z } from 'zod'
import { ApiError, notFound } from '../api-error.ts'
import { flavorOf, gpuModel, OS_IMAGES, REGIONS, VOLUME_TYPES } from '../catalog.ts'
import { resourceId } from '../ids.ts'
import { LedgerWriter, stateAt, stretchAt } from '../ledger.ts'
import type { Instance, Snapshot, Tier, Volume } from '../resource.ts'
import { commandMoment, nextNumber, type Sandbox, transitionTime } from '../sandbox.ts'
import { attachTo } from './attachment.ts'
import { requireCredit } from './credit.ts'
import { currencySchema, nameSchema, regionSchema, requireFreeName } from './names.ts'

export const SMALLEST_GB = 10
export const SMALLEST_BOOTABLE_GB = 100
export const LARGEST_GB = 1_048_576
const CREATION_SECONDS = [15, 70] as const
const DELETION_SECONDS = [3, 12] as const
const COPY_SECONDS = [120, 540] as const

const sizeGb = z.number().int().min(SMALLEST_GB).max(LARGEST_GB)

export const volumeSchema = z
  .object({
    name: nameSchema.describe('Of its own among the volumes of all regions'),
    size_gb: sizeGb.describe(`From ${SMALLEST_GB}, bootable from ${SMALLEST_BOOTABLE_GB}`),
    volume_type: z.enum(['SSD', 'HDD', 'NVMe']).describe('SSD is of the legacy tier, HDD and NVMe of the advanced one'),
    region: regionSchema,
    currency: currencySchema,
    bootable: z.boolean().default(false).describe('Whether an instance can boot from it'),
    os_image: z.string().max(200).optional().describe('Name or id; needed for a bootable volume'),
  })
  .refine((asked) => !asked.bootable || asked.size_gb >= SMALLEST_BOOTABLE_GB, {
    message: `a bootable volume has at least ${SMALLEST_BOOTABLE_GB} GB`,
    path: ['size_gb'],
  })
  .refine((asked) => !asked.bootable || asked.os_image !== undefined, {
    message: 'a bootable volume needs an OS image of its region',
    path: ['os_image'],
  })

export const resizeSchema = z.object({ size_gb: sizeGb.describe('More than it has') })

/** Makes a volume: creating, then available and billed. */
export function createVolume(sandbox: Sandbox, asked: z.output<typeof volumeSchema>): Volume {
  const at = commandMoment(sandbox)
  const tier: Tier = VOLUME_TYPES.legacy.includes(asked.volume_type) ? 'legacy' : 'advanced'
  if (!REGIONS.some(({ name, tiers }) => name === asked.region && tiers.includes(tier)))
    throw new ApiError('bad_request', `volume_type: ${asked.volume_type} is not offered in ${asked.region}`)
  if (
    asked.os_image !== undefined &&
    !OS_IMAGES.some((image) => image.tier === tier && [image.id, image.name].includes(asked.os_image ?? ''))
  )
    throw new ApiError(
      'bad_request',
      `os_image: '${asked.os_image}' is not offered for ${asked.volume_type} in ${asked.region}`,
    )
  return addVolume(sandbox, at, {
    name: asked.name,
    region: asked.region,
    tier,
    currency: asked.currency,
    volumeType: asked.volume_type,
    bootable: asked.bootable,
    gb: asked.size_gb,
  })
}

/** A copy of a volume under a new name, paid by the same wallet. */
export function cloneVolume(sandbox: Sandbox, volume: Volume, name: string): Volume {
  const at = commandMoment(sandbox)
  const { region, tier, currency, volumeType, bootable } = volume
  const gb = stretchAt(volume.ledger, at)?.gb ?? 0
  return addVolume(sandbox, at, { name, region, tier, currency, volumeType, bootable, gb })
}

type NewVolume = Pick<Volume, 'name' | 'region' | 'tier' | 'currency' | 'volumeType' | 'bootable'> & { gb: number }

function addVolume(sandbox: Sandbox, at: number, { gb, ...role }: NewVolume): Volume {
  requireFreeName('volume', role.name, sandbox.account.names('volume', at))
  requireCredit(sandbox, role.currency, at)
  const id = resourceId(nextNumber(sandbox), 'V', sandbox.seed)
  const readyAt = at + transitionTime(sandbox, id, CREATION_SECONDS, at)
  const { ledger } = new LedgerWriter().enter('creating', at, { gb }).enter('available', readyAt, { gb })
  const volume: Volume = { kind: 'volume', id, ledger, ...role }
  sandbox.account.add(volume, at)
  return volume
}

/** Grows a volume; its record ends and one at the new size begins. */
export function resizeVolume(sandbox: Sandbox, volume: Volume, gb: number): void {
  const at = commandMoment(sandbox)
  const stretch = requireVolumeState(volume, at, ['available', 'attached'], 'resize')
  if (gb <= (stretch.gb ?? 0))
    throw new ApiError('bad_request', `size_gb: must be more than the ${stretch.gb ?? 0} GB it has`)
  requireCredit(sandbox, volume.currency, at)
  const { state, attachedTo } = stretch
  sandbox.account.change(volume, at, (writer) =>
    writer.enter(state, at, attachedTo === undefined ? { gb } : { gb, attachedTo }),
  )
}

export function deleteVolume(sandbox: Sandbox, volume: Volume): void {
  const at = commandMoment(sandbox)
  const { gb = 0 } = requireVolumeState(volume, at, ['available'], 'delete')
  sandbox.account.change(volume, at, (writer) =>
    writer.enter('deleting', at, { gb }).end(at + transitionTime(sandbox, volume.id, DELETION_SECONDS, at)),
  )
}

function requireVolumeState(volume: Volume, at: number, states: string[], action: string) {
  const stretch = stretchAt(volume.ledger, at)
  if (!stretch || !states.includes(stretch.state))
    throw new ApiError(
      'conflict',
      `Volume is ${stretch?.state ?? 'not there yet'}: ${action} needs ${states.join(' or ')}`,
    )
  return stretch
}

/** Attaches volumes to a running machine of their region; all of them or none. */
export function attachVolumes(sandbox: Sandbox, instance: Instance, volumes: readonly Volume[]): void {
  const at = commandMoment(sandbox)
  requireActive(instance, at, 'attach')
  for (const volume of volumes) {
    if (volume.region !== instance.region)
      throw new ApiError(
        'bad_request',
        `Volume ${volume.id} is in ${volume.region}, the instance in ${instance.region}`,
      )
    requireVolumeState(volume, at, ['available'], 'attach')
  }
  for (const volume of volumes) attachTo(sandbox, volume, instance.id, at)
}

/** Detaches volumes from running machines; all of them or none, never the one that a machine boots from. */
export function detachVolumes(sandbox: Sandbox, volumes: readonly Volume[]): void {
  const at = commandMoment(sandbox)
  for (const volume of volumes) {
    const { attachedTo = '' } = requireVolumeState(volume, at, ['attached'], 'detach')
    const instance = sandbox.account.find('instance', attachedTo, at)
    if (!instance) throw notFound('Instance', attachedTo)
    requireActive(instance, at, 'detach')
    if (instance.bootVolumeId === volume.id)
      throw new ApiError('conflict', `Volume ${volume.id} is the boot volume of a running instance`)
  }
  for (const volume of volumes) attachTo(sandbox, volume, null, at)
}

function requireActive(instance: Instance, at: number, action: string): void {
  const state = stateAt(instance.ledger, at)
  if (state !== 'ACTIVE')
    throw new ApiError('conflict', `Instance is ${state ?? 'not there yet'}: ${action} needs ACTIVE`)
}

/** Copies the root disk of a running machine of the legacy tier, one copy at a time; the machine runs on. */
export function createSnapshot(sandbox: Sandbox, instance: Instance, name: string, description = ''): Snapshot {
  const at = commandMoment(sandbox)
  requireActive(instance, at, 'snapshot')
  if (instance.tier !== 'legacy') throw new ApiError('unprocessable', 'Snapshots are offered in the legacy tier only')
  const snapshots = sandbox.account.existing('snapshot', at)
  if (snapshots.some((one) => one.instanceId === instance.id && stateAt(one.ledger, at) === 'creating'))
    throw new ApiError('conflict', 'A snapshot of this instance is being made already')
  requireFreeName('snapshot', name, sandbox.account.names('snapshot', at))
  requireCredit(sandbox, instance.currency, at)
  const gb = flavorOf(gpuModel(instance.gpuModel), instance.gpuCount).rootDiskGb
  const id = resourceId(nextNumber(sandbox), 'S', sandbox.seed)
  const readyAt = at + transitionTime(sandbox, id, COPY_SECONDS, at)
  const { ledger } = new LedgerWriter().enter('creating', at, { gb }).enter('available', readyAt, { gb })
  const { region, tier, currency } = instance
  const instanceId = instance.id
  const snapshot: Snapshot = { kind: 'snapshot', id, name, description, region, tier, currency, instanceId, ledger }
  sandbox.account.add(snapshot, at)
  return snapshot
}

/** Gone at once; machines and images made from it stay. */
export function deleteSnapshot(sandbox: Sandbox, snapshot: Snapshot): void {
  const at = commandMoment(sandbox)
  sandbox.account.change(snapshot, at, (writer) => writer.end(at))
}
