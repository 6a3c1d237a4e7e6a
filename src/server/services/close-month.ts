import { writeAudit } from '../../db/audit-repository.ts'
import type { Account } from '../../db/account-repository.ts'
import { insertClosedCharges } from '../../db/closed-charge-repository.ts'
import { insertClosedFile } from '../../db/closed-file-repository.ts'
import {
  deleteClosedMonth,
  findClosedMonths,
  insertClosedMonth,
  markBooksChanged,
  replaceClosedAssignments,
  type ClosedMonthContent,
} from '../../db/closed-month-repository.ts'
import { accountPrices } from '../../db/price-list-repository.ts'
import { transactionStore } from '../../db/transaction-store.ts'
import { assignmentsBefore, calendarOf, formatPicos, type DayRange } from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import type { OpenItemDto, ReopenBody } from '../dto/closing.ts'
import { toIso, toIsoOrNull } from '../iso.ts'
import { monthDays } from '../months.ts'
import { assignedOf } from './assigned.ts'
import { booksOf } from './books.ts'
import { pieceBasis } from './charge-pieces.ts'
import { chargesToKeep } from './charges-to-keep.ts'
import { closedMonthFiles } from './closed-month-files.ts'
import { toKept } from './kept-statement.ts'
import { edgesOf } from './statement.ts'
import { statementLines } from './statement-lines.ts'

/** A month that is to be closed, with what is still open of it. */
export interface MonthToClose {
  readonly month: string
  readonly open: readonly OpenItemDto[]
}

/**
 * Keeps months that follow on each other as they stand, with their files: all of it or, whatever happens meanwhile, nothing.
 * The caller holds the account. On PGlite, which has one connection, others wait until it is done.
 */
export async function keepMonths(
  context: AppContext,
  account: Account,
  months: readonly MonthToClose[],
  by: string,
): Promise<void> {
  await context.store.db.transaction().execute(async (tx) => {
    const inside = { ...context, store: transactionStore(context.store, tx) }
    await keepFigures(inside, account, months, by)
    for (const { month } of months) {
      for (const { name, bytes } of await closedMonthFiles(inside, account, month)) {
        await insertClosedFile(tx, account.accountId, month, name, bytes)
      }
    }
  })
}

async function keepFigures(
  context: AppContext,
  account: Account,
  months: readonly MonthToClose[],
  by: string,
): Promise<void> {
  const { store, clock } = context
  const { accountId, zone } = account
  const calendar = calendarOf(zone)
  const now = clock()
  const { assignments } = await assignedOf(store, account)
  const { corrections } = await booksOf(store, account)
  const books = { assignments, corrections, basis: await pieceBasis(context, account) }
  const contents: ClosedMonthContent[] = []
  for (const { month, open } of months) {
    const days = monthDays(month)
    const statement = toKept(await statementLines(context, account, edgesOf(days, 'day', days.to)))
    contents.push({ openItems: open, statement, rates: await keptRates(context, account, days) })
  }
  for (const [i, { month, open }] of months.entries()) {
    const days = monthDays(month)
    const interval = { startsAt: calendar.startOf(days.from), endsAt: calendar.startOf(days.to) }
    const closed = { month, ...days, ...interval, zone, closedAt: now, closedBy: by }
    await insertClosedCharges(store.db, accountId, month, await chargesToKeep(context, account, days, books))
    await insertClosedMonth(store.db, accountId, closed, contents[i]!)
    const words = open.map((each) => each.words).join(' ')
    const detail = open.length === 0 ? month : `${month}, open: ${words}`
    await audit(store.db, accountId, now, by, 'month closed', detail)
  }
  const { to } = monthDays(months.at(-1)!.month)
  await replaceClosedAssignments(store.db, accountId, assignmentsBefore(assignments, to))
  await markBooksChanged(store.db, accountId, now)
}

/** Opens the last closed month again: its charges follow the bills, what was said since holds for its days. */
export async function openMonthAgain(
  { store, clock }: AppContext,
  account: Account,
  month: string,
  { by, reason }: ReopenBody,
): Promise<void> {
  const { accountId } = account
  const { assignments } = await assignedOf(store, account)
  const { from } = monthDays(month)
  await store.db.transaction().execute(async (tx) => {
    await deleteClosedMonth(tx, accountId, month)
    const isFirst = (await findClosedMonths(tx, accountId)).length === 0
    await replaceClosedAssignments(tx, accountId, isFirst ? new Map() : assignmentsBefore(assignments, from))
    await markBooksChanged(tx, accountId, clock())
    await audit(tx, accountId, clock(), by, 'month reopened', `${month}: ${reason}`)
  })
}

const audit = (
  tx: Parameters<typeof writeAudit>[0],
  accountId: number,
  at: number,
  actor: string,
  event: string,
  detail: string,
) => writeAudit(tx, accountId, [{ at, actor, event, resourceId: null, planId: null, detail }])

/** The prices, of lists and of contracts, that held in some part of the month. */
async function keptRates({ store }: AppContext, { accountId, zone }: Account, { from, to }: DayRange) {
  const calendar = calendarOf(zone)
  const versions = await accountPrices(store.db, accountId)
  return versions
    .filter(
      ({ validFrom, validTo }) =>
        validFrom < calendar.startOf(to) && (validTo === null || validTo > calendar.startOf(from)),
    )
    .map(({ sku, currency, pricePicos, unit, validFrom, validTo, source }) => ({
      sku,
      currency,
      price: formatPicos(pricePicos),
      unit,
      validFrom: toIso(validFrom),
      validTo: toIsoOrNull(validTo),
      source,
    }))
}
