import { getAccountCalendar } from '../../db/account-calendar-repository.ts'
import type { Account } from '../../db/account-repository.ts'
import {
  addDays,
  calendarOf,
  isUnexplainedFall,
  joinedLines,
  PICOS,
  stretchEndAfter,
  type Day,
  type DayRange,
  type Stretch,
  type StretchCalendar,
} from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import type { StatementDto } from '../dto/statement.ts'
import { toIsoOrNull } from '../iso.ts'
import { monthDays } from '../months.ts'
import { invalidParameter } from '../problem.ts'
import { requireFirstIngest } from './first-ingest.ts'
import { toLineDto } from './line-dto.ts'
import { statementLines } from './statement-lines.ts'
import type { WalletLines } from './wallet-lines.ts'
import { proposedTopUps } from './top-up-proposals.ts'

export interface StatementQuery {
  readonly account?: string | undefined
  readonly month?: string | undefined
  readonly from?: Day | undefined
  readonly to?: Day | undefined
  readonly by?: Stretch | undefined
  readonly currency?: string | undefined
}

const MOST_LINES = 400

/** What came into each wallet, what was charged, what is left, and what of that nothing explains. */
export async function statement(context: AppContext, query: StatementQuery): Promise<StatementDto> {
  const { account } = await requireFirstIngest(context, query.account)
  const today = todayOf(context, account)
  const period = statementPeriod(context, account, query)
  const by = query.by ?? (period.to > addDays(period.from, 62) ? 'month' : 'day')
  const edges = edgesOf(period, by, today, await getAccountCalendar(context.store.db, account.accountId))
  if (edges.length - 1 > MOST_LINES) throw invalidParameter('by', `${MOST_LINES} days at most; take months`)
  const [wallets, proposals] = await Promise.all([
    statementLines(context, account, edges),
    proposedTopUps(context, account),
  ])
  const last = edges.at(-1)!
  return {
    account: account.slug,
    from: period.from,
    to: period.to,
    by,
    isOpen: last > today,
    wallets: wallets
      .filter(({ currency, lines }) => isUsed(lines) && (query.currency ?? currency) === currency)
      .map(({ currency, lines, closingReadAt }) => ({
        currency,
        closingReadAt: toIsoOrNull(closingReadAt),
        lines: lines.map(toLineDto),
        total: toLineDto(joinedLines(lines)),
        falls: lines.filter((line) => line.to <= today && isUnexplainedFall(line, CENT)).map(toLineDto),
        proposals: proposals.filter(
          (each) => each.currency === currency && each.day >= period.from && each.day < period.to,
        ).length,
      })),
  }
}

/** What cannot be more than the rounding of bills. */
const CENT = PICOS / 100n

/** A wallet that never held or spent anything is not shown. */
export const isUsed = (lines: WalletLines['lines']) =>
  lines.some((line) => line.chargedPicos !== 0n || (line.openingPicos ?? 0n) !== 0n || (line.closingPicos ?? 0n) !== 0n)

const todayOf = (context: AppContext, { zone }: Account) => calendarOf(zone).dayOf(context.clock())

/** The days that are asked for; without any the month that runs. */
export function statementPeriod(context: AppContext, account: Account, { month, from, to }: StatementQuery): DayRange {
  if (month !== undefined) return monthDays(month)
  if (from !== undefined && to !== undefined) return { from, to }
  return monthDays(todayOf(context, account).slice(0, 7))
}

/** The days between which the lines lie; of a period that is not over those that have begun. */
export function edgesOf(
  { from, to }: DayRange,
  by: Stretch,
  today: Day,
  calendar: StretchCalendar = CALENDAR,
): [Day, Day, ...Day[]] {
  const end = to > addDays(today, 1) && from <= today ? addDays(today, 1) : to
  const inner: Day[] = []
  for (let day = stretchEndAfter(from, by, calendar); day < end; day = stretchEndAfter(day, by, calendar))
    inner.push(day)
  const [second = end, ...others] = inner
  return inner.length === 0 ? [from, end] : [from, second, ...others, end]
}

/** Where nobody has said otherwise. */
const CALENDAR: StretchCalendar = { weekStart: 1, fiscalYearStart: 1 }
