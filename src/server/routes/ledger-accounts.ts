import { Hono } from 'hono'
import { z } from 'zod'
import type { AppContext } from '../context.ts'
import { accountCalendarDto } from '../dto/account-calendar.ts'
import { ledgerAccountsDto } from '../dto/bookings.ts'
import { accountParameter } from '../dto/common.ts'
import { fileBody } from '../dto/prices.ts'
import { body, fileOperation, operation, query } from '../openapi.ts'
import { accountCalendar, changeAccountCalendar } from '../services/account-calendar.ts'
import {
  changeLedgerAccounts,
  importLedgerAccounts,
  ledgerAccounts,
  ledgerAccountsFile,
} from '../services/ledger-accounts.ts'
import { sendFile } from './send-file.ts'

const ofAccount = query(z.strictObject({ account: accountParameter }))
const CHANGING = ['invalid-request', 'foreign-origin', 'not-ready'] as const

/** How an account is kept in its owner's books: accounts of the ledger, entity, years and weeks. */
export const ledgerAccountsRoute = (context: AppContext) =>
  new Hono()
    .get(
      '/ledger-accounts',
      operation({
        id: 'listLedgerAccounts',
        summary: 'Where bookings go, by kind, wallet and cost center',
        answer: ledgerAccountsDto,
        problems: ['invalid-request', 'not-ready'],
      }),
      ofAccount,
      async (c) => c.json(await ledgerAccounts(context, c.req.valid('query'))),
    )
    .put(
      '/ledger-accounts',
      operation({
        id: 'replaceLedgerAccounts',
        summary: 'Puts a table in the place of the one before',
        answer: ledgerAccountsDto,
        problems: CHANGING,
      }),
      ofAccount,
      body(ledgerAccountsDto),
      async (c) => c.json(await changeLedgerAccounts(context, c.req.valid('json'), c.req.valid('query'))),
    )
    .post(
      '/ledger-accounts/import',
      operation({
        id: 'importLedgerAccounts',
        summary: 'Takes the table as a CSV, in the place of the one before',
        answer: ledgerAccountsDto,
        problems: CHANGING,
      }),
      ofAccount,
      body(fileBody),
      async (c) => c.json(await importLedgerAccounts(context, c.req.valid('json'), c.req.valid('query'))),
    )
    .get(
      '/exports/ledger-accounts.csv',
      fileOperation('exportLedgerAccounts', 'The ledger accounts as CSV', 'text/csv', 'In the form of the import.'),
      ofAccount,
      async (c) => sendFile(c, await ledgerAccountsFile(context, c.req.valid('query'))),
    )
    .get(
      '/account-calendar',
      operation({
        id: 'getAccountCalendar',
        summary: 'The entity that books the account, its fiscal year and week',
        answer: accountCalendarDto,
        problems: ['invalid-request', 'not-ready'],
      }),
      ofAccount,
      async (c) => c.json(await accountCalendar(context, c.req.valid('query'))),
    )
    .put(
      '/account-calendar',
      operation({
        id: 'changeAccountCalendar',
        summary: 'Says them',
        answer: accountCalendarDto,
        problems: CHANGING,
      }),
      ofAccount,
      body(accountCalendarDto),
      async (c) => c.json(await changeAccountCalendar(context, c.req.valid('json'), c.req.valid('query'))),
    )
