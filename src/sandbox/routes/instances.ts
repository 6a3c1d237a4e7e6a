import { Hono } from 'hono'
import { z } from 'zod'
import { notFound } from '../api-error.ts'
import { instanceDetails, instanceView } from '../views/instance-view.ts'
import { pageOf, pageQuery } from '../pagination.ts'
import type { Sandbox } from '../sandbox.ts'
import { stretchAt } from '../ledger.ts'
import { isoOf } from '../time.ts'
import { query } from '../validation.ts'

const listQuery = pageQuery.extend({
  status: z.string().max(30).optional(),
  region: z.string().max(30).optional(),
})

export function instanceRoutes({ account, clock }: Sandbox) {
  return new Hono()
    .get('/', query(listQuery), (c) => {
      const now = clock.now()
      const { status, region, ...page } = c.req.valid('query')
      const wanted = account
        .existing('instance', now)
        .filter((instance) => region === undefined || instance.region === region)
        .filter((instance) => status === undefined || stretchAt(instance.ledger, now)?.state === status.toUpperCase())
      const { items, pagination } = pageOf(wanted, page)
      return c.json({
        success: true,
        instances: items.map((instance) => instanceView(account, instance, now)),
        pagination,
      })
    })
    .get('/hibernated', (c) => {
      const now = clock.now()
      const instances = account.existing('instance', now).flatMap(({ id, name, ledger }) => {
        const stretch = stretchAt(ledger, now)
        return stretch?.state === 'HIBERNATED' ? [{ id, name, hibernated_at: isoOf(stretch.from) }] : []
      })
      return c.json({ success: true, count: instances.length, instances })
    })
    .get('/:id', (c) => {
      const now = clock.now()
      const instance = account.find('instance', c.req.param('id'), now)
      if (!instance) throw notFound('Instance', c.req.param('id'))
      return c.json({ success: true, instance: instanceDetails(account, instance, now) })
    })
}
