import { Hono } from 'hono'
import { z } from 'zod'
import type { AppContext } from '../context.ts'
import { accountParameter, asOfParameter } from '../dto/common.ts'
import { chargesDto, GROUP_KEYS } from '../dto/charges.ts'
import { operation, query } from '../openapi.ts'
import { listParameter, periodInOrder, periodParameters } from '../parameters.ts'
import { charges } from '../services/charges.ts'
import { knownAt } from '../services/known-at.ts'

const filter = (what: string) =>
  z
    .string()
    .min(1)
    .optional()
    .meta({ description: `Only this ${what}` })

export const chargesQuery = z
  .strictObject({
    ...periodParameters,
    group: listParameter(GROUP_KEYS).optional(),
    day: periodParameters.from.optional(),
    account: accountParameter.meta({
      description: "An account's slug; without it the first, and all of them where `account` is a group",
    }),
    currency: filter('wallet'),
    region: filter('region'),
    tier: filter('tier'),
    resource_type: filter('type of resource'),
    gpu_model: filter('GPU model'),
    state: filter('state'),
    resource: filter('resource (id)'),
    project: filter("project; 'not assigned' = of none"),
    owner: filter("owner; 'not assigned' = of none"),
    cost_center: filter("cost center; 'not assigned' = of none"),
    books: z
      .enum(['true', 'false'])
      .optional()
      .meta({ description: 'As the books have it: closed months as they were kept, corrections in the open one' }),
    asOf: asOfParameter,
    limit: z.string().regex(/^\d+$/, 'a whole number from 1 to 10000').optional(),
    next: z.string().optional().meta({ description: 'The `next` of the page before' }),
  })
  .superRefine(periodInOrder)

export const chargesRoute = (context: AppContext) =>
  new Hono().get(
    '/charges',
    operation({
      id: 'listCharges',
      summary: 'Charges of a period, added up by group and wallet',
      description: 'The currency is always part of the key: wallets are never added up. Sorted by the group keys.',
      answer: chargesDto,
      problems: ['invalid-request', 'not-ready'],
    }),
    query(chargesQuery),
    async (c) => {
      const asked = c.req.valid('query')
      // What the books correct may lie in any closed month.
      return c.json(await knownAt(context, asked, asked.books === 'true' ? 'all' : 'period', charges))
    },
  )
