import { Hono } from 'hono'
import { z } from 'zod'
import type { AppContext } from '../context.ts'
import { accountParameter } from '../dto/common.ts'
import { fileBody } from '../dto/prices.ts'
import { importedTopUpsDto, topUpBody, topUpDto, topUpsDto } from '../dto/top-ups.ts'
import { body, operation, path, query } from '../openapi.ts'
import { createTopUp, importTopUps, removeTopUp, topUps } from '../services/top-ups.ts'

const ofAccount = query(z.strictObject({ account: accountParameter }))
const ofNumber = path(z.strictObject({ id: z.coerce.number().int().min(1).max(2_147_483_647) }))
const CHANGING = ['invalid-request', 'foreign-origin', 'not-ready'] as const

export const topUpsRoute = (context: AppContext) =>
  new Hono()
    .get(
      '/top-ups',
      operation({
        id: 'listTopUps',
        summary: 'What came into the wallets, and rises of the balance that wait to be confirmed',
        answer: topUpsDto,
        problems: ['invalid-request', 'not-ready'],
      }),
      ofAccount,
      async (c) => c.json(await topUps(context, c.req.valid('query'))),
    )
    .post(
      '/top-ups',
      operation({
        id: 'createTopUp',
        summary: 'Writes a top-up, a voucher or an adjustment down',
        answer: topUpDto,
        problems: CHANGING,
      }),
      ofAccount,
      body(topUpBody),
      async (c) => c.json(await createTopUp(context, c.req.valid('json'), c.req.valid('query'))),
    )
    .post(
      '/top-ups/import',
      operation({
        id: 'importTopUps',
        summary: 'Takes a CSV of top-ups; those whose receipt is known are left',
        answer: importedTopUpsDto,
        problems: CHANGING,
      }),
      ofAccount,
      body(fileBody),
      async (c) => c.json(await importTopUps(context, c.req.valid('json'), c.req.valid('query'))),
    )
    .delete(
      '/top-ups/:id',
      operation({
        id: 'deleteTopUp',
        summary: 'Takes one away again',
        answer: z.object({ topUpId: z.int() }),
        problems: ['invalid-request', 'foreign-origin', 'not-found', 'not-ready'],
      }),
      ofNumber,
      ofAccount,
      async (c) => c.json(await removeTopUp(context, c.req.valid('param').id, c.req.valid('query'))),
    )
