import { Hono } from 'hono'
import { z } from 'zod'
import { notFound } from '../api-error.ts'
import { OS_IMAGES, REGIONS } from '../catalog.ts'
import { pageOf, pageQuery } from '../pagination.ts'
import type { Image } from '../resource.ts'
import { createImage, deleteImage, imageSchema, requireAvailable } from '../rules/images.ts'
import { regionSchema } from '../rules/names.ts'
import { commandMoment, type Sandbox } from '../sandbox.ts'
import { isoOf } from '../time.ts'
import { body, query } from '../validation.ts'

const osQuery = z.object({ region: regionSchema.optional() })
const batchSchema = z.object({ snapshot_ids: z.array(z.string().max(40)).min(1).max(100) })

export function imageRoutes(sandbox: Sandbox) {
  const { account, clock } = sandbox
  const existing = (id: string): Image => {
    const image = account.images(clock.now()).find((one) => one.id === id)
    if (!image) throw notFound('Image', id)
    return image
  }
  const snapshotOf = (id: string) => {
    const snapshot = account.find('snapshot', id, clock.now())
    if (!snapshot) throw notFound('Snapshot', id)
    return snapshot
  }
  const relationship = (snapshotId: string) => {
    const now = clock.now()
    const images = account.images(now).filter((image) => image.snapshotId === snapshotId)
    return {
      snapshot_id: snapshotId,
      has_image: images.length > 0,
      images: images.map((image) => imageView(image, now)),
    }
  }
  return new Hono()
    .get('/', query(pageQuery), (c) => {
      const now = clock.now()
      const { items, pagination } = pageOf(account.images(now), c.req.valid('query'))
      return c.json({ success: true, images: items.map((image) => imageView(image, now)), pagination })
    })
    .post('/', body(imageSchema), (c) => {
      const { snapshot_id, name } = c.req.valid('json')
      const snapshot = snapshotOf(snapshot_id)
      requireAvailable(snapshot, commandMoment(sandbox))
      const image = createImage(sandbox, snapshot, name)
      return c.json({ success: true, message: 'Image is being created', image: imageView(image, clock.now()) }, 201)
    })
    .get('/os', query(osQuery), (c) => {
      const { region } = c.req.valid('query')
      const images = REGIONS.filter(({ name }) => region === undefined || name === region).flatMap(({ name, tiers }) =>
        OS_IMAGES.filter(({ tier }) => tiers.includes(tier)).map((image) => ({ ...image, region: name })),
      )
      return c.json({ success: true, images })
    })
    .get('/relationships/:snapshot', (c) =>
      c.json({ success: true, relationship: relationship(snapshotOf(c.req.param('snapshot')).id) }),
    )
    .post('/relationships', body(batchSchema), (c) =>
      c.json({ success: true, relationships: c.req.valid('json').snapshot_ids.map(relationship) }),
    )
    .get('/:id', (c) => c.json({ success: true, image: imageView(existing(c.req.param('id')), clock.now()) }))
    .delete('/:id', (c) => {
      deleteImage(sandbox, existing(c.req.param('id')))
      return c.json({ success: true, message: 'Image deleted' })
    })
}

function imageView(image: Image, now: number) {
  return {
    id: image.id,
    name: image.name,
    snapshot_id: image.snapshotId,
    region: image.region,
    size_gb: image.gb,
    status: now < image.readyAt ? 'creating' : 'available',
    is_image: true,
    created_at: isoOf(image.createdAt),
  }
}
