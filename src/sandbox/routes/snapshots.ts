import { Hono } from 'hono'
import { notFound } from '../api-error.ts'
import { createdAt, stretchAt } from '../ledger.ts'
import { pageOf, pageQuery } from '../pagination.ts'
import type { Snapshot } from '../resource.ts'
import type { Sandbox } from '../sandbox.ts'
import { isoOf } from '../time.ts'
import { query } from '../validation.ts'
import { instanceView } from '../views/instance-view.ts'

export function snapshotRoutes({ account, clock }: Sandbox) {
  return new Hono()
    .get('/', query(pageQuery), (c) => {
      const now = clock.now()
      const { items, pagination } = pageOf(account.existing('snapshot', now), c.req.valid('query'))
      return c.json({ success: true, snapshots: items.map((snapshot) => snapshotView(snapshot, now)), pagination })
    })
    .get('/eligible-instances', query(pageQuery), (c) => {
      const now = clock.now()
      const running = account
        .existing('instance', now)
        .filter(({ tier, ledger }) => tier === 'legacy' && stretchAt(ledger, now)?.state === 'ACTIVE')
      const { items, pagination } = pageOf(running, c.req.valid('query'))
      return c.json({
        success: true,
        instances: items.map((instance) => instanceView(account, instance, now)),
        pagination,
      })
    })
    .get('/:id', (c) => {
      const now = clock.now()
      const snapshot = account.find('snapshot', c.req.param('id'), now)
      if (!snapshot) throw notFound('Snapshot', c.req.param('id'))
      return c.json({ success: true, snapshot: snapshotView(snapshot, now) })
    })
}

function snapshotView(snapshot: Snapshot, now: number) {
  const stretch = stretchAt(snapshot.ledger, now)
  return {
    id: snapshot.id,
    name: snapshot.name,
    instance_id: snapshot.instanceId,
    region: snapshot.region,
    size_gb: stretch?.gb ?? 0,
    status: stretch?.state ?? 'deleted',
    is_image: snapshot.isImage,
    created_at: isoOf(createdAt(snapshot.ledger)),
  }
}
