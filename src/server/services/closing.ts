import { holdingAccount } from '../../db/account-lock.ts'
import type { Account } from '../../db/account-repository.ts'
import { findClosedFiles } from '../../db/closed-file-repository.ts'
import { getClosedContent } from '../../db/closed-month-repository.ts'
import { formatPicos } from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import type { ClosedMonthsDto, CloseBody, ClosingDto, CorrectionDto, OpenItemDto, ReopenBody } from '../dto/closing.ts'
import { toIso } from '../iso.ts'
import { monthDays } from '../months.ts'
import { invalidParameter, ProblemException } from '../problem.ts'
import { closedBooksOf, correctionsSince, type Correction } from './closed-books.ts'
import { keepMonths, openMonthAgain, type MonthToClose } from './close-month.ts'
import { requireFirstIngest } from './first-ingest.ts'
import { earlierOpenMonths, openItems } from './open-items.ts'
import { adminOf, requireAdmin, type Caller } from './admin.ts'

interface Query {
  readonly account?: string | undefined
}

/** How far a month is: closed with its files, or what is still open; and what it came to be since. */
export async function closing(context: AppContext, month: string, query: Query): Promise<ClosingDto> {
  const { account } = await requireFirstIngest(context, query.account)
  return closingOf(context, account, month)
}

/** The closed months, and the corrections that stand in the open ones. */
export async function closedMonths(context: AppContext, query: Query): Promise<ClosedMonthsDto> {
  const { account } = await requireFirstIngest(context, query.account)
  const [{ months, openFrom }, corrections] = await Promise.all([
    closedBooksOf(context.store, account),
    correctionsSince(context.store, account),
  ])
  return {
    openFrom,
    rows: months.map(({ month, from, to, closedAt, closedBy }) => ({
      month,
      from,
      to,
      closedAt: toIso(closedAt),
      closedBy,
    })),
    corrections: byRecord(corrections),
  }
}

/**
 * Closes a month, and those before it that are not closed yet. Throws a problem where something blocks it, and where
 * something is still open that was not accepted.
 */
export async function closeMonth(
  context: AppContext,
  month: string,
  body: CloseBody,
  query: Query,
): Promise<ClosingDto> {
  const { account } = await requireFirstIngest(context, query.account)
  await holding(context, account, async () => {
    const { openFrom } = await closedBooksOf(context.store, account)
    if (openFrom !== null && monthDays(month).from < openFrom) {
      throw invalidParameter('month', `${month} is closed already`)
    }
    const months = [...(await earlierOpenMonths(context, account, month)), month]
    const found: MonthToClose[] = []
    for (const each of months) found.push({ month: each, open: await openItems(context, account, each) })
    for (const { month: each, open } of found) {
      const stops = body.accept ? open.filter(({ blocks }) => blocks) : open
      if (stops.length > 0) {
        throw invalidParameter('month', `${each} is not ready: ${stops.map(({ words }) => words).join(' ')}`)
      }
    }
    await keepMonths(context, account, found, body.by)
  })
  return closingOf(context, account, month)
}

/** Opens the last closed month again, for an admin; who and why is kept in the audit. */
export async function reopenMonth(
  context: AppContext,
  month: string,
  body: ReopenBody,
  query: Query,
  caller: Caller,
): Promise<ClosingDto> {
  requireAdmin(context.config, caller)
  const { account } = await requireFirstIngest(context, query.account)
  await holding(context, account, async () => {
    const { months } = await closedBooksOf(context.store, account)
    const last = months.at(-1)?.month
    if (last !== month) {
      const why = months.some((each) => each.month === month) ? `open ${last ?? ''} first` : `${month} is not closed`
      throw invalidParameter('month', why)
    }
    await openMonthAgain(context, account, month, body)
  })
  return closingOf(context, account, month)
}

const REOPEN_ASKS = { token: 'admin and reason', anyone: 'reason', nobody: 'a token to be set' } as const

async function closingOf(context: AppContext, account: Account, month: string): Promise<ClosingDto> {
  const { store } = context
  const reopenAsks = REOPEN_ASKS[adminOf(context.config)]
  const { months } = await closedBooksOf(store, account)
  const closed = months.find((each) => each.month === month)
  if (!closed) {
    const earlier = await earlierOpenMonths(context, account, month)
    const open = await openItems(context, account, month)
    const words = `${earlier.length === 1 ? '1 earlier month is' : `${earlier.length} earlier months are`} closed with it.`
    return {
      month,
      ...monthDays(month),
      closed: null,
      canReopen: false,
      reopenAsks,
      open: [...open, ...(earlier.length > 0 ? [{ kind: 'earlier' as const, words, blocks: false }] : [])],
      changedSince: [],
    }
  }
  const [files, content, corrections] = await Promise.all([
    findClosedFiles(store.db, account.accountId, month),
    getClosedContent(store.db, account.accountId, month),
    correctionsSince(store, account),
  ])
  return {
    month,
    from: closed.from,
    to: closed.to,
    closed: { at: toIso(closed.closedAt), by: closed.closedBy, files },
    canReopen: months.at(-1) === closed,
    reopenAsks,
    open: (content?.openItems ?? []) as OpenItemDto[],
    changedSince: byRecord(corrections.filter(({ ofDay }) => ofDay.startsWith(month))),
  }
}

/** The days of a record together: one line for each record, closed month and day of booking. */
function byRecord(corrections: readonly Correction[]): CorrectionDto[] {
  const groups = Map.groupBy(corrections, ({ recordId, ofDay, day }) => `${recordId} ${ofDay.slice(0, 7)} ${day}`)
  return [...groups.values()]
    .map((own): CorrectionDto => {
      const [{ day, ofDay, recordId, resourceId, resourceName, currency, cause }] = own as [Correction]
      const picos = own.reduce((sum, { billedPicos }) => sum + billedPicos, 0n)
      const month = ofDay.slice(0, 7)
      return { day, month, recordId, resourceId, resourceName, currency, cause, amount: formatPicos(picos) }
    })
    .sort((a, b) => (a.day < b.day ? 1 : -1))
}

/** Nothing is read meanwhile, so that all that is kept is of one moment. */
async function holding({ store }: AppContext, { accountId, slug }: Account, work: () => Promise<void>): Promise<void> {
  const held = await holdingAccount(store, accountId, work)
  if (!held) {
    throw new ProblemException('not-ready', `The account '${slug}' is being read: try again when that has ended.`)
  }
}
