import { Hono } from 'hono'
import { z } from 'zod'
import { type PageQuery, pageQuery, sliceFromEnd } from '../pagination.ts'
import type { Kind } from '../resource.ts'
import type { Sandbox } from '../sandbox.ts'
import { query } from '../validation.ts'
import { billView } from '../views/bill-view.ts'
import { RunningSums, summaryView, sumBills } from '../views/bill-summary.ts'

const FILTERS = {
  instance: z.object({ instance_id: z.string().max(40).optional() }),
  volume: z.object({ volume_id: z.string().max(40).optional() }),
  snapshot: z.object({ snapshot_id: z.string().max(40).optional() }),
}

/**
 * The three billing lists: every record that has begun, newest start first, with the summary of all of them (not of
 * the page). `{kind}_id` narrows the list to one resource.
 */
export function billingRoutes(sandbox: Sandbox, kind: Kind) {
  const schema = pageQuery.extend(FILTERS[kind].shape).extend({ currency: z.enum(['USD', 'EUR', 'INR']).optional() })
  const sums = new RunningSums()
  return new Hono().get('/', query(schema), (c) => {
    const now = sandbox.clock.now()
    const asked: PageQuery & Record<string, unknown> = c.req.valid('query')
    const id = asked[`${kind}_id`]
    const all = sandbox.account.bills(kind, now)
    const wanted =
      id === undefined && asked['currency'] === undefined
        ? all
        : all.filter(
            ({ resource }) =>
              (id === undefined || resource.id === id) &&
              (asked['currency'] === undefined || resource.currency === asked['currency']),
          )
    const { items, ...pagination } = sliceFromEnd(wanted, asked)
    return c.json({
      success: true,
      records: items.map((bill) => billView(bill, now)),
      summary: summaryView(kind, wanted === all ? sums.of(all, now, sandbox.account.revision) : sumBills(wanted, now)),
      ...pagination,
      ...(kind === 'snapshot' ? { tier: 'legacy' } : {}),
      currency: 'USD',
    })
  })
}
