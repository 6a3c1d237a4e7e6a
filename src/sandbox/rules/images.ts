import { z } from 'zod'
import { ApiError } from '../api-error.ts'
import { resourceId } from '../ids.ts'
import { deletedAt, stateAt, stretchAt } from '../ledger.ts'
import type { Image, Instance, Snapshot } from '../resource.ts'
import { commandMoment, nextNumber, type Sandbox, transitionTime } from '../sandbox.ts'
import { requireCredit } from './credit.ts'
import { addInstance } from './deployment.ts'
import { nameSchema, requireFreeName } from './names.ts'
import { requireStockAgain } from './stock.ts'

export const imageSchema = z.object({
  snapshot_id: z.string().max(40).describe('A snapshot that is available'),
  name: nameSchema.describe('Of its own among the images'),
})
const IMAGE_SECONDS = [300, 900] as const

/** Makes a custom image from a snapshot once that is there; it starts `creating`. */
export function createImage(sandbox: Sandbox, snapshot: Snapshot, name: string, from?: number): Image {
  const at = commandMoment(sandbox)
  requireFreeName('image', name, sandbox.account.images(at))
  const id = resourceId(nextNumber(sandbox), 'I', sandbox.seed)
  const startsAt = from ?? at
  const image: Image = {
    id,
    name,
    region: snapshot.region,
    snapshotId: snapshot.id,
    gb: stretchAt(snapshot.ledger, at)?.gb ?? 0,
    createdAt: at,
    readyAt: startsAt + transitionTime(sandbox, id, IMAGE_SECONDS, at),
    deletedAt: Infinity,
  }
  sandbox.account.putImage(image, at)
  return image
}

export function deleteImage(sandbox: Sandbox, image: Image): void {
  const at = commandMoment(sandbox)
  sandbox.account.putImage({ ...image, deletedAt: at }, at)
}

/** A snapshot's copy as a new machine of the same shape, region and wallet; credit and GPUs must be there. */
export function restoreSnapshot(sandbox: Sandbox, snapshot: Snapshot, name: string): Instance {
  const at = commandMoment(sandbox)
  const { account } = sandbox
  requireAvailable(snapshot, at)
  const source = account.known(snapshot.instanceId, at)
  if (source?.kind !== 'instance') throw new ApiError('unprocessable', 'The instance of this snapshot is not known')
  requireFreeName('instance', name, account.existing('instance', at))
  requireCredit(sandbox, snapshot.currency, at)
  requireStockAgain(sandbox, source, at)
  const { region, gpuModel, gpuCount, currency, sshKeys } = source
  return addInstance(sandbox, at, {
    name,
    region,
    gpuModel,
    gpuCount,
    currency,
    sshKeys,
    image: `snapshot ${snapshot.name}`,
  })
}

export function requireAvailable(snapshot: Snapshot, at: number): void {
  const state = stateAt(snapshot.ledger, at)
  if (state !== 'available' && at < deletedAt(snapshot.ledger))
    throw new ApiError('conflict', `Snapshot is ${state ?? 'not there yet'}: it must be available`)
}
