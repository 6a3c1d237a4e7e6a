import { findLedgerAccounts, replaceLedgerAccounts } from '../../db/ledger-account-repository.ts'
import type { AppContext } from '../context.ts'
import { ledgerAccountDto, type LedgerAccountDto, type LedgerAccountsDto } from '../dto/bookings.ts'
import { csvLine, textCell } from '../export/csv.ts'
import { invalidParameter } from '../problem.ts'
import { accountOf } from './account.ts'
import { readTable, type CsvLine } from './csv-table.ts'
import { reportFile, type ReportFile } from './report-file.ts'

interface Query {
  readonly account?: string | undefined
}

/** Where an account's bookings go. */
export async function ledgerAccounts(context: AppContext, query: Query): Promise<LedgerAccountsDto> {
  const { accountId } = await accountOf(context, query.account)
  return { rows: await findLedgerAccounts(context.store.db, accountId) }
}

/** Puts a table in the place of the one before. Throws a problem where two lines speak of the same. */
export async function changeLedgerAccounts(
  context: AppContext,
  { rows }: LedgerAccountsDto,
  query: Query,
): Promise<LedgerAccountsDto> {
  const { accountId } = await accountOf(context, query.account)
  const seen = new Set<string>()
  for (const { kind, currency, costCenter } of rows) {
    const key = JSON.stringify([kind, currency, costCenter])
    if (seen.has(key)) throw invalidParameter('rows', `two lines speak of ${subjectOf(kind, currency, costCenter)}`)
    seen.add(key)
  }
  await context.store.db.transaction().execute((tx) => replaceLedgerAccounts(tx, accountId, rows))
  return ledgerAccounts(context, query)
}

const subjectOf = (...parts: readonly (string | null)[]) => parts.filter((part) => part !== null).join(', ')

const COLUMNS = ['kind', 'currency', 'cost_center', 'account', 'contra_account'] as const

/** Takes the table as a CSV `kind,currency,cost_center,account,contra_account`; blank is any. */
export async function importLedgerAccounts(
  context: AppContext,
  { csv }: { csv: string },
  query: Query,
): Promise<LedgerAccountsDto> {
  const rows = readTable(csv, ['kind', 'account', 'contra_account'], toRow)
  return changeLedgerAccounts(context, { rows }, query)
}

/** The table in the form of the import. */
export async function ledgerAccountsFile(context: AppContext, query: Query): Promise<ReportFile> {
  const { rows } = await ledgerAccounts(context, query)
  const lines = rows.map(({ kind, currency, costCenter, account, contraAccount }) =>
    csvLine([kind, currency, costCenter, account, contraAccount].map(textCell)),
  )
  return reportFile(context, query, 'ledger-accounts.csv', [csvLine(COLUMNS), ...lines].join(''))
}

function toRow({ cell }: CsvLine): LedgerAccountDto {
  const parsed = ledgerAccountDto.safeParse({
    kind: cell('kind').toLowerCase(),
    currency: cell('currency').toUpperCase() || null,
    costCenter: cell('cost_center') || null,
    account: cell('account'),
    contraAccount: cell('contra_account'),
  })
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new RangeError(`${issue!.path.join('.')}: ${issue!.message}`)
}
