import { writeAudit } from '../../db/audit-repository.ts'
import type { Account } from '../../db/account-repository.ts'
import { insertClosedCharges } from '../../db/closed-charge-repository.ts'
import { insertClosedFile } from '../../db/closed-file-repository.ts'
import {
  deleteClosedMonth,
  insertClosedMonth,
  markBooksChanged,
  replaceClosedAssignments,
} from '../../db/closed-month-repository.ts'
import { accountPrices } from '../../db/price-list-repository.ts'
import { assignmentsBefore, calendarOf, formatPicos, type DayRange } from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import type { OpenItemDto, ReopenBody } from '../dto/closing.ts'
import { toIso, toIsoOrNull } from '../iso.ts'
import { monthDays } from '../months.ts'
import { assignedOf } from './assigned.ts'
import { chargesToKeep } from './charges-to-keep.ts'
import { closedMonthFiles } from './closed-month-files.ts'
import { toKept } from './kept-statement.ts'
import { edgesOf } from './statement.ts'
import { statementLines } from './statement-lines.ts'

/** Keeps a month as it stands; the caller holds the account. */
export async function keepMonth(
  context: AppContext,
  account: Account,
  month: string,
  { by, open }: { by: string; open: readonly OpenItemDto[] },
): Promise<void> {
  const { store, clock } = context
  const { accountId, zone } = account
  const days = monthDays(month)
  const calendar = calendarOf(zone)
  const now = clock()
  const { assignments } = await assignedOf(store, account)
  const [statement, rates, charges] = [
    toKept(await statementLines(context, account, edgesOf(days, 'day', days.to))),
    await keptRates(context, account, days),
    await chargesToKeep(context, account, days),
  ]
  await store.db.transaction().execute(async (tx) => {
    const interval = { startsAt: calendar.startOf(days.from), endsAt: calendar.startOf(days.to) }
    const closed = { month, ...days, ...interval, zone, closedAt: now, closedBy: by }
    await insertClosedMonth(tx, accountId, closed, { openItems: open, statement, rates })
    await insertClosedCharges(tx, accountId, month, charges)
    await replaceClosedAssignments(tx, accountId, assignmentsBefore(assignments, days.to))
    await markBooksChanged(tx, accountId, now)
    const words = open.map((each) => each.words).join(' ')
    await audit(tx, accountId, now, by, 'month closed', open.length === 0 ? month : `${month}, open: ${words}`)
  })
  try {
    for (const { name, bytes } of await closedMonthFiles(context, account, month)) {
      await insertClosedFile(store.db, accountId, month, name, bytes)
    }
  } catch (error) {
    await undo(context, account, month)
    throw error
  }
}

/** Opens the last closed month again: its charges follow the bills, what was said since holds for its days. */
export async function openMonthAgain(
  context: AppContext,
  account: Account,
  month: string,
  { by, reason }: ReopenBody,
): Promise<void> {
  await undo(context, account, month, { by, reason })
}

async function undo(
  { store, clock }: AppContext,
  account: Account,
  month: string,
  said?: { by: string; reason: string },
): Promise<void> {
  const { accountId } = account
  const { assignments } = await assignedOf(store, account)
  const { from } = monthDays(month)
  await store.db.transaction().execute(async (tx) => {
    await deleteClosedMonth(tx, accountId, month)
    const isFirst =
      (await tx.selectFrom('closed_month').select('month').where('account_id', '=', accountId).execute()).length === 0
    await replaceClosedAssignments(tx, accountId, isFirst ? new Map() : assignmentsBefore(assignments, from))
    await markBooksChanged(tx, accountId, clock())
    if (said) await audit(tx, accountId, clock(), said.by, 'month reopened', `${month}: ${said.reason}`)
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
