import { Hono } from 'hono'
import type { AppContext } from '../context.ts'
import { accountsDto } from '../dto/accounts.ts'
import { operation } from '../openapi.ts'
import { accounts } from '../services/accounts.ts'

export const accountsRoute = (context: AppContext) =>
  new Hono().get(
    '/accounts',
    operation({
      id: 'listAccounts',
      summary: 'The accounts in the order in which they were added; the first is meant where none is named',
      answer: accountsDto,
    }),
    async (c) => c.json(await accounts(context)),
  )
