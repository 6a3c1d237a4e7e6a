import { Hono } from 'hono'
import { z } from 'zod'
import type { AppContext } from '../context.ts'
import {
  accountChangesBody,
  accountRowsDto,
  accountsDto,
  newAccountBody,
  removedAccountDto,
  savedAccountDto,
} from '../dto/accounts.ts'
import { body, operation, path, query } from '../openapi.ts'
import { accountRows, addAccount, changeAccount, removeAccount } from '../services/change-accounts.ts'
import { accounts } from '../services/accounts.ts'

const ofSlug = path(z.strictObject({ slug: z.string().min(1) }))
const CHANGING = ['invalid-request', 'foreign-origin'] as const

export const accountsRoute = (context: AppContext) =>
  new Hono()
    .get(
      '/accounts',
      operation({
        id: 'listAccounts',
        summary: 'The accounts in the order in which they were added; the first is meant where none is named',
        answer: accountsDto,
      }),
      async (c) => c.json(await accounts(context)),
    )
    .post(
      '/accounts',
      operation({
        id: 'addAccount',
        summary: 'Adds an account and asks for its first reading',
        description:
          'The key is sealed (AES-256-GCM) with QM_SECRET and never answered; without QM_SECRET none is taken.',
        answer: savedAccountDto,
        problems: CHANGING,
      }),
      body(newAccountBody),
      async (c) => c.json(await addAccount(context, c.req.valid('json'))),
    )
    .patch(
      '/accounts/:slug',
      operation({
        id: 'changeAccount',
        summary: 'Changes the name, the zone, the address, the map or the key of an account',
        answer: savedAccountDto,
        problems: [...CHANGING, 'not-found'],
      }),
      ofSlug,
      body(accountChangesBody),
      async (c) => c.json(await changeAccount(context, c.req.valid('param').slug, c.req.valid('json'))),
    )
    .get(
      '/accounts/:slug/rows',
      operation({
        id: 'countAccountRows',
        summary: 'What the store has of an account, table by table: what its removal deletes',
        answer: accountRowsDto,
        problems: ['not-found'],
      }),
      ofSlug,
      async (c) => c.json(await accountRows(context, c.req.valid('param').slug)),
    )
    .delete(
      '/accounts/:slug',
      operation({
        id: 'removeAccount',
        summary: 'Deletes an account with all that was read of it',
        answer: removedAccountDto,
        problems: [...CHANGING, 'not-found', 'busy'],
      }),
      ofSlug,
      query(z.object({ confirm: z.string().meta({ description: 'The short name of the account again' }) })),
      async (c) => c.json(await removeAccount(context, c.req.valid('param').slug, c.req.valid('query'))),
    )
