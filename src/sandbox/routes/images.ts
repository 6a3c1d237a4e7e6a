import { Hono } from 'hono'
import { z } from 'zod'
import { notFound } from '../api-error.ts'
import { OS_IMAGES, REGIONS } from '../catalog.ts'
import { pageOf, pageQuery } from '../pagination.ts'
import type { Image } from '../resource.ts'
import type { Sandbox } from '../sandbox.ts'
import { isoOf } from '../time.ts'
import { query } from '../validation.ts'

const osQuery = z.object({ region: z.enum(['NORWAY-1', 'CANADA-1', 'US-1']).optional() })

export function imageRoutes({ account, clock }: Sandbox) {
  return new Hono()
    .get('/', query(pageQuery), (c) => {
      const now = clock.now()
      const { items, pagination } = pageOf(account.images(now), c.req.valid('query'))
      return c.json({ success: true, images: items.map((image) => imageView(image, now)), pagination })
    })
    .get('/os', query(osQuery), (c) => {
      const { region } = c.req.valid('query')
      const images = REGIONS.filter(({ name }) => region === undefined || name === region).flatMap(({ name, tiers }) =>
        OS_IMAGES.filter(({ tier }) => tiers.includes(tier)).map((image) => ({ ...image, region: name })),
      )
      return c.json({ success: true, images })
    })
    .get('/:id', (c) => {
      const now = clock.now()
      const image = account.images(now).find(({ id }) => id === c.req.param('id'))
      if (!image) throw notFound('Image', c.req.param('id'))
      return c.json({ success: true, image: imageView(image, now) })
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
