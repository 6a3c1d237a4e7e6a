import { getAccountCalendar } from '../../db/account-calendar-repository.ts'
import type { Account } from '../../db/account-repository.ts'
import { sumCharges } from '../../db/charge-query-repository.ts'
import { findLedgerAccounts } from '../../db/ledger-account-repository.ts'
import { findTopUps } from '../../db/top-up-repository.ts'
import {
  bookWallet,
  calendarOf,
  fiscalPeriodOf,
  formatCents,
  joinedLines,
  ledgerAccountOf,
  parsePicos,
  type BookedUse,
  type BookingKind,
  type BookingLine,
  type LedgerAccount,
} from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import type { BookingLineDto, BookingsDto } from '../dto/bookings.ts'
import { monthDays } from '../months.ts'
import { booksOf } from './books.ts'
import { closedBooksOf } from './closed-books.ts'
import { requireFirstIngest } from './first-ingest.ts'
import { edgesOf, isUsed } from './statement.ts'
import { statementLines } from './statement-lines.ts'

export interface BookingsQuery {
  readonly month: string
  readonly currency?: string | undefined
  readonly account?: string | undefined
}

const MOST_ROWS = 100_000

/** What finance books of a month: lines to the cent that lead each wallet from its opening to its closing credit. */
export async function bookings(
  context: AppContext,
  { month, currency, ...query }: BookingsQuery,
): Promise<BookingsDto> {
  const { account } = await requireFirstIngest(context, query.account)
  const { store } = context
  const { accountId, slug, name, zone } = account
  const days = monthDays(month)
  const today = calendarOf(zone).dayOf(context.clock())
  const [calendar, table, { months }, wallets, uses, topUps] = await Promise.all([
    getAccountCalendar(store.db, accountId),
    findLedgerAccounts(store.db, accountId),
    closedBooksOf(store, account),
    statementLines(context, account, edgesOf(days, 'day', today)),
    usesByWallet(context, account, month),
    findTopUps(store.db, accountId, days),
  ])
  const { year, period } = fiscalPeriodOf(month, calendar.fiscalYearStart)
  const booked = wallets
    .filter(({ currency: own, lines }) => isUsed(lines) && (currency ?? own) === own)
    .map(({ currency: own, lines }) => {
      const credits = topUps.filter((topUp) => topUp.currency === own)
      const {
        openingCents,
        closingCents,
        lines: made,
      } = bookWallet({ ...joinedLines(lines), to: days.to }, uses.get(own) ?? [], credits)
      return {
        currency: own,
        opening: centsOrNull(openingCents),
        closing: centsOrNull(closingCents),
        lines: made.map((line) => toDto(line, month, ledgerAccountOf(table, { ...line, currency: own }))),
      }
    })
  return {
    account: slug,
    entity: calendar.entity ?? name,
    month,
    ...days,
    zone,
    fiscalYear: year,
    fiscalPeriod: period,
    isOpen: days.to > today,
    isClosed: months.some((each) => each.month === month),
    wallets: booked,
    unmapped: [
      ...new Set(
        booked.flatMap(({ currency: own, lines }) =>
          lines.filter((line) => line.account === null).map(({ kind }) => `${KIND_WORDS[kind]} (${own})`),
        ),
      ),
    ],
  }
}

async function usesByWallet({ store }: AppContext, account: Account, month: string): Promise<Map<string, BookedUse[]>> {
  const rows = await sumCharges(store.db, {
    ...monthDays(month),
    accountId: account.accountId,
    keys: ['currency', 'cost_center', 'corrects'],
    filters: {},
    assignments: null,
    books: await booksOf(store, account),
    after: null,
    limit: MOST_ROWS,
  })
  const uses = new Map<string, BookedUse[]>()
  const sums = new Map<string, bigint>()
  // Corrections of several closed months are one line.
  for (const { keyValues, billed } of rows) {
    const [currency, costCenter, corrects] = keyValues
    const key = JSON.stringify([currency, costCenter, corrects !== null])
    sums.set(key, (sums.get(key) ?? 0n) + parsePicos(billed))
  }
  for (const [key, picos] of sums) {
    const [currency, costCenter, isCorrection] = JSON.parse(key) as [string, string | null, boolean]
    const own = uses.get(currency) ?? []
    uses.set(currency, own)
    own.push({ costCenter, isCorrection, picos })
  }
  return uses
}

/** What a booking is of, for people. */
const KIND_WORDS: Readonly<Record<BookingKind, string>> = {
  'top-up': 'top-up',
  tax: 'tax',
  voucher: 'voucher',
  adjustment: 'adjustment',
  use: 'use of credit',
  correction: 'correction of closed months',
  restated: 'bills put right in another month',
  unexplained: 'unexplained, with rounding',
}

function toDto(line: BookingLine, month: string, mapped: LedgerAccount | null): BookingLineDto {
  const { kind, day, costCenter, cents, creditCents, taxName, receipt, receiptDay, fund } = line
  const words = kind === 'tax' ? (taxName ?? KIND_WORDS.tax) : KIND_WORDS[kind]
  return {
    kind,
    day,
    costCenter,
    amount: formatCents(cents),
    creditChange: formatCents(creditCents),
    account: mapped?.account ?? null,
    contraAccount: mapped?.contraAccount ?? null,
    receipt,
    receiptDay,
    fund,
    text: ['Barrack', month, words, ...(costCenter === null ? [] : [costCenter])].join(' '),
  }
}

const centsOrNull = (cents: bigint | null) => (cents === null ? null : formatCents(cents))
