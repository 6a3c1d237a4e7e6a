import { Hono } from 'hono'
import { z } from 'zod'
import type { AppContext } from '../context.ts'
import { changesDto } from '../dto/changes.ts'
import { accountParameter, asOfParameter, currency } from '../dto/common.ts'
import { operation, query } from '../openapi.ts'
import { partyParameters } from '../parameters.ts'
import { changes } from '../services/changes.ts'
import { knownAt } from '../services/known-at.ts'

export const changesRoute = (context: AppContext) =>
  new Hono().get(
    '/changes',
    operation({
      id: 'listChanges',
      summary: 'What began, ended, went to sleep or costs another price since a moment, and what that is a day',
      answer: changesDto,
      problems: ['invalid-request', 'not-ready'],
    }),
    query(
      z.strictObject({
        since: z.iso
          .datetime({ offset: true, error: 'an instant with its zone, as 2026-03-05T10:00:00Z' })
          .optional()
          .meta({ description: 'A day before the last reading unless told' }),
        currency: currency.optional(),
        ...partyParameters,
        account: accountParameter,
        asOf: asOfParameter,
      }),
    ),
    async (c) => c.json(await knownAt(context, c.req.valid('query'), 'month', changes)),
  )
