import { Hono } from 'hono'
import { z } from 'zod'
import type { AppContext } from '../context.ts'
import { fundBody, fundDto, importedDto } from '../dto/budgets.ts'
import { accountParameter } from '../dto/common.ts'
import { fileBody } from '../dto/prices.ts'
import { body, fileOperation, operation, path, query } from '../openapi.ts'
import { holderParameters, numberOfPath } from '../parameters.ts'
import { fundsFile } from '../services/budget-files.ts'
import { createFund, listFunds, putFund, removeFund } from '../services/funds.ts'
import { importFunds } from '../services/import-budgets.ts'
import { sendFile } from './send-file.ts'

const ofAccount = query(z.strictObject({ account: accountParameter }))
const ofParties = query(z.strictObject({ account: accountParameter, ...holderParameters }))
const ofNumber = path(numberOfPath)
const CHANGING = ['invalid-request', 'foreign-origin', 'not-ready'] as const

export const fundsRoute = (context: AppContext) =>
  new Hono()
    .get(
      '/funds',
      operation({
        id: 'listFunds',
        summary: 'Grants by name, with what each paid, what is left and the chance that it lasts',
        answer: z.object({ rows: z.array(fundDto) }),
        problems: ['invalid-request', 'not-ready'],
      }),
      ofParties,
      async (c) => c.json(await listFunds(context, c.req.valid('query'))),
    )
    .post(
      '/funds',
      operation({
        id: 'createFund',
        summary: 'Takes a grant',
        description: 'Of several that cover a project on a day the one that ends first pays first.',
        answer: fundDto,
        problems: CHANGING,
      }),
      ofAccount,
      body(fundBody),
      async (c) => c.json(await createFund(context, c.req.valid('json'), c.req.valid('query'))),
    )
    .post(
      '/funds/import',
      operation({
        id: 'importFunds',
        summary: 'Takes a CSV of grants; those of the same name are written anew',
        answer: importedDto,
        problems: CHANGING,
      }),
      ofAccount,
      body(fileBody),
      async (c) => c.json(await importFunds(context, c.req.valid('json'), c.req.valid('query'))),
    )
    .put(
      '/funds/:id',
      operation({
        id: 'putFund',
        summary: 'Writes a grant anew',
        answer: fundDto,
        problems: [...CHANGING, 'not-found'],
      }),
      ofNumber,
      ofAccount,
      body(fundBody),
      async (c) => c.json(await putFund(context, c.req.valid('param').id, c.req.valid('json'), c.req.valid('query'))),
    )
    .delete(
      '/funds/:id',
      operation({
        id: 'deleteFund',
        summary: 'Takes a grant away',
        answer: z.object({ fundId: z.int() }),
        problems: [...CHANGING, 'not-found'],
      }),
      ofNumber,
      ofAccount,
      async (c) => c.json(await removeFund(context, c.req.valid('param').id, c.req.valid('query'))),
    )
    .get(
      '/exports/funds.csv',
      fileOperation(
        'exportFunds',
        'Grants as CSV',
        'text/csv',
        'A line for each, with how it stands; the import takes the file again.',
      ),
      ofParties,
      async (c) => sendFile(c, await fundsFile(context, c.req.valid('query'))),
    )
