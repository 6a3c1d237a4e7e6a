import { Hono } from 'hono'
import { z } from 'zod'
import { notFound } from '../api-error.ts'
import { VOLUME_TYPES } from '../catalog.ts'
import { createdAt, stretchAt } from '../ledger.ts'
import { pageOf, pageQuery } from '../pagination.ts'
import { nameAt, type Volume } from '../resource.ts'
import { nameSchema } from '../rules/names.ts'
import {
  attachVolumes,
  cloneVolume,
  createVolume,
  deleteVolume,
  detachVolumes,
  resizeSchema,
  resizeVolume,
  volumeSchema,
} from '../rules/storage.ts'
import type { Sandbox } from '../sandbox.ts'
import { isoOf } from '../time.ts'
import { body, query } from '../validation.ts'

const volumeIds = z.array(z.string().max(40)).min(1).max(100)
const attachSchema = z.object({
  instance_id: z.string().max(40).describe('An ACTIVE instance'),
  volume_ids: volumeIds.describe('Available volumes of its region'),
})
const detachSchema = z.object({
  volume_ids: volumeIds.describe('Attached volumes of ACTIVE instances, not the one booted from'),
})
const cloneSchema = z.object({ name: nameSchema.optional().describe('Without it the next free one') })

export function volumeRoutes(sandbox: Sandbox) {
  const { account, clock } = sandbox
  const existing = (id: string): Volume => {
    const volume = account.find('volume', id, clock.now())
    if (!volume) throw notFound('Volume', id)
    return volume
  }
  const existingOnes = (ids: readonly string[]) => [...new Set(ids)].map(existing)
  const views = (ids: readonly string[]) => existingOnes(ids).map((volume) => volumeView(volume, clock.now()))
  return new Hono()
    .get('/', query(pageQuery), (c) => {
      const now = clock.now()
      const { items, pagination } = pageOf(account.existing('volume', now), c.req.valid('query'))
      const volumes = items.map((volume) => volumeView(volume, now))
      return c.json({ success: true, volumes, next_name: nextName(sandbox, now), pagination })
    })
    .post('/', body(volumeSchema), (c) => {
      const volume = createVolume(sandbox, c.req.valid('json'))
      return c.json({ success: true, message: 'Volume is being created', volume: volumeView(volume, clock.now()) }, 201)
    })
    .get('/types', (c) => c.json({ success: true, volume_types: Object.values(VOLUME_TYPES).flat() }))
    .post('/attach', body(attachSchema), (c) => {
      const { instance_id, volume_ids } = c.req.valid('json')
      const instance = account.find('instance', instance_id, clock.now())
      if (!instance) throw notFound('Instance', instance_id)
      attachVolumes(sandbox, instance, existingOnes(volume_ids))
      return c.json({ success: true, message: 'Volumes attached', volumes: views(volume_ids) })
    })
    .post('/detach', body(detachSchema), (c) => {
      const { volume_ids } = c.req.valid('json')
      detachVolumes(sandbox, existingOnes(volume_ids))
      return c.json({ success: true, message: 'Volumes detached', volumes: views(volume_ids) })
    })
    .get('/:id', (c) => c.json({ success: true, volume: volumeView(existing(c.req.param('id')), clock.now()) }))
    .delete('/:id', (c) => {
      deleteVolume(sandbox, existing(c.req.param('id')))
      return c.json({ success: true, message: 'Volume deleted' })
    })
    .post('/:id/resize', body(resizeSchema), (c) => {
      const volume = existing(c.req.param('id'))
      resizeVolume(sandbox, volume, c.req.valid('json').size_gb)
      return c.json({ success: true, message: 'Volume resized', volume: volumeView(volume, clock.now()) })
    })
    .post('/:id/clone', body(cloneSchema), (c) => {
      const name = c.req.valid('json').name ?? nextName(sandbox, clock.now())
      const volume = cloneVolume(sandbox, existing(c.req.param('id')), name)
      return c.json({ success: true, message: 'Volume is being cloned', volume: volumeView(volume, clock.now()) }, 201)
    })
}

function volumeView(volume: Volume, now: number) {
  const stretch = stretchAt(volume.ledger, now)
  return {
    id: volume.id,
    name: nameAt(volume, now),
    size_gb: stretch?.gb ?? 0,
    volume_type: volume.volumeType,
    tier: volume.tier,
    region: volume.region,
    status: stretch?.state ?? 'deleted',
    bootable: volume.bootable,
    attached_to: stretch?.attachedTo ?? null,
    created_at: isoOf(createdAt(volume.ledger)),
  }
}

/** The first of volume1, volume2, ... that no volume has. */
function nextName({ account }: Sandbox, now: number): string {
  const taken = new Set(account.names('volume', now).map(({ name }) => name))
  let number = 1
  while (taken.has(`volume${number}`)) number++
  return `volume${number}`
}
