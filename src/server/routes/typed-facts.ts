import { Hono } from 'hono'
import { z } from 'zod'
import type { AppContext } from '../context.ts'
import { accountParameter } from '../dto/common.ts'
import { fileBody } from '../dto/prices.ts'
import { takenFactsDto, typedFactsDto, typeFactsBody } from '../dto/typed-facts.ts'
import { typedFactsCsv } from '../export/typed-facts-csv.ts'
import { body, fileOperation, operation, query } from '../openapi.ts'
import { whoseParameter } from '../parameters.ts'
import { reportFile } from '../services/report-file.ts'
import { importTypedFacts, putTypedFacts } from '../services/type-facts.ts'
import { typedFacts } from '../services/typed-facts.ts'
import { whoseColumns } from '../services/whose.ts'
import { sendFile } from './send-file.ts'

const ofAccount = query(z.strictObject({ account: accountParameter }))
const limitParameter = z.coerce.number().int().min(1).max(10_000).default(100)
const CHANGING = ['invalid-request', 'foreign-origin', 'not-ready'] as const

export const typedFactsRoute = (context: AppContext) =>
  new Hono()
    .get(
      '/typed-facts',
      operation({
        id: 'listTypedFacts',
        summary: 'What Barrack does not tell of resources, those that carry most money first, and what people typed',
        answer: typedFactsDto,
        problems: ['invalid-request', 'not-ready'],
      }),
      query(z.strictObject({ account: accountParameter, limit: limitParameter })),
      async (c) => c.json(await typedFacts(context, c.req.valid('query'))),
    )
    .put(
      '/typed-facts',
      operation({
        id: 'putTypedFacts',
        summary: 'Says by hand what Barrack does not tell of a resource; no billed amount changes',
        answer: takenFactsDto,
        problems: CHANGING,
      }),
      ofAccount,
      body(typeFactsBody),
      async (c) => c.json(await putTypedFacts(context, c.req.valid('json'), c.req.valid('query'))),
    )
    .post(
      '/typed-facts/import',
      operation({
        id: 'importTypedFacts',
        summary: 'The same of many resources, as CSV',
        answer: takenFactsDto,
        problems: CHANGING,
      }),
      ofAccount,
      body(fileBody.extend({ by: z.string().trim().min(1).max(100) })),
      async (c) => c.json(await importTypedFacts(context, c.req.valid('json'), c.req.valid('query'))),
    )
    .get(
      '/exports/typed-facts.csv',
      fileOperation('exportTypedFacts', 'The same as CSV', 'text/csv', 'A line per resource, as the import takes it.'),
      query(z.strictObject({ account: accountParameter, with: whoseParameter })),
      async (c) => {
        const asked = c.req.valid('query')
        const csv = typedFactsCsv(await typedFacts(context, asked), await whoseColumns(context, asked))
        return sendFile(c, await reportFile(context, asked, 'typed-facts.csv', csv))
      },
    )
