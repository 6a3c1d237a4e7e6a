import { Hono } from 'hono'
import { z } from 'zod'
import type { AppContext } from '../context.ts'
import { accountParameter, asOfParameter } from '../dto/common.ts'
import { proofDto } from '../dto/proof.ts'
import { fileOperation, operation, path, query } from '../openapi.ts'
import { dayParameter, whoseParameter } from '../parameters.ts'
import { fileKnownAt, knownAt } from '../services/known-at.ts'
import { proof, proofFile } from '../services/proof.ts'
import { sendFile } from './send-file.ts'

const parameters = {
  from: dayParameter.optional().meta({ description: 'Records that bill this day or later' }),
  to: dayParameter.optional().meta({ description: 'Exclusive' }),
  account: accountParameter,
  asOf: asOfParameter,
}

export const proofRoute = (context: AppContext) =>
  new Hono()
    .get(
      '/proof/:resource',
      operation({
        id: 'getProof',
        summary: 'Every minute range that a resource was billed for: state, price version and source record',
        answer: proofDto,
        problems: ['invalid-request', 'not-found', 'not-ready'],
      }),
      path(z.strictObject({ resource: z.string().min(1) })),
      query(z.strictObject(parameters)),
      async (c) =>
        c.json(
          await knownAt(context, c.req.valid('query'), 'all', (then, asked) =>
            proof(then, c.req.valid('param').resource, asked),
          ),
        ),
    )
    .get(
      '/exports/proof.csv',
      fileOperation(
        'exportProof',
        'The same as CSV',
        'text/csv',
        'One row per range of minutes in one state under one price; the rows of a record add up to its total.',
      ),
      query(
        z.strictObject({
          ...parameters,
          resource: z.string().min(1).meta({ description: 'Its id' }),
          with: whoseParameter,
        }),
      ),
      async (c) => sendFile(c, await fileKnownAt(context, c.req.valid('query'), 'all', proofFile)),
    )
