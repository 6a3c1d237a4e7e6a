import { Hono } from 'hono'
import { z } from 'zod'
import { notFound } from '../api-error.ts'
import { createdAt, stateAt, stretchAt } from '../ledger.ts'
import { pageOf, pageQuery } from '../pagination.ts'
import { nameAt, type Snapshot } from '../resource.ts'
import { createImage, restoreSnapshot } from '../rules/images.ts'
import { nameSchema } from '../rules/names.ts'
import { createSnapshot, deleteSnapshot } from '../rules/storage.ts'
import type { Sandbox } from '../sandbox.ts'
import { isoOf } from '../time.ts'
import { body, query } from '../validation.ts'
import { instanceView, instanceViews } from '../views/instance-view.ts'

const snapshotSchema = z.object({
  instance_id: z.string().max(40).describe('An ACTIVE instance of the legacy tier'),
  name: nameSchema.describe('Of its own among the snapshots'),
  description: z.string().max(255).default(''),
  create_image: z.boolean().default(false).describe('Whether a custom image is made of it as well'),
})
const restoreSchema = z.object({ name: nameSchema.optional().describe('Without it <snapshot>-restored') })

export function snapshotRoutes(sandbox: Sandbox) {
  const { account, clock } = sandbox
  const existing = (id: string): Snapshot => {
    const snapshot = account.find('snapshot', id, clock.now())
    if (!snapshot) throw notFound('Snapshot', id)
    return snapshot
  }
  return new Hono()
    .get('/', query(pageQuery), (c) => {
      const now = clock.now()
      const { items, pagination } = pageOf(account.existing('snapshot', now), c.req.valid('query'))
      const snapshots = items.map((snapshot) => snapshotView(sandbox, snapshot, now))
      return c.json({ success: true, snapshots, pagination })
    })
    .post('/', body(snapshotSchema), (c) => {
      const { instance_id, name, description, create_image } = c.req.valid('json')
      const instance = account.find('instance', instance_id, clock.now())
      if (!instance) throw notFound('Instance', instance_id)
      const snapshot = createSnapshot(sandbox, instance, name, description)
      if (create_image) createImage(sandbox, snapshot, name, snapshot.ledger.at(-1)?.from)
      const view = snapshotView(sandbox, snapshot, clock.now())
      return c.json({ success: true, message: 'Snapshot is being created', snapshot: view }, 201)
    })
    .get('/eligible-instances', query(pageQuery), (c) => {
      const now = clock.now()
      const running = account
        .existing('instance', now)
        .filter(({ tier, ledger }) => tier === 'legacy' && stateAt(ledger, now) === 'ACTIVE')
      const { items, pagination } = pageOf(running, c.req.valid('query'))
      return c.json({
        success: true,
        instances: instanceViews(sandbox, items, now),
        pagination,
      })
    })
    .get('/:id', (c) => {
      const snapshot = existing(c.req.param('id'))
      const view = snapshotView(sandbox, snapshot, clock.now())
      return c.json({ success: true, snapshot: { ...view, description: snapshot.description ?? '' } })
    })
    .delete('/:id', (c) => {
      deleteSnapshot(sandbox, existing(c.req.param('id')))
      return c.json({ success: true, message: 'Snapshot deleted' })
    })
    .post('/:id/restore', body(restoreSchema), (c) => {
      const snapshot = existing(c.req.param('id'))
      const instance = restoreSnapshot(sandbox, snapshot, c.req.valid('json').name ?? `${snapshot.name}-restored`)
      const view = instanceView(sandbox, instance, clock.now())
      return c.json({ success: true, message: 'Restore started', instance: view }, 201)
    })
}

function snapshotView({ account }: Sandbox, snapshot: Snapshot, now: number) {
  const stretch = stretchAt(snapshot.ledger, now)
  return {
    id: snapshot.id,
    name: nameAt(snapshot, now),
    instance_id: snapshot.instanceId,
    region: snapshot.region,
    size_gb: stretch?.gb ?? 0,
    status: stretch?.state ?? 'deleted',
    is_image: account.images(now).some(({ snapshotId }) => snapshotId === snapshot.id),
    created_at: isoOf(createdAt(snapshot.ledger)),
  }
}
