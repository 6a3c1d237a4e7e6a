import type { Account } from '../../db/account-repository.ts'
import { chargeExtent, sumCharges } from '../../db/charge-query-repository.ts'
import { countQuarantinedBills, countRunningBills } from '../../db/open-item-repository.ts'
import { readingsBySource } from '../../db/overview-query-repository.ts'
import { areChargesStale } from '../../db/stale-charges-repository.ts'
import { calendarOf, joinedLines, parsePicos, type DayRange } from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import type { OpenItemDto } from '../dto/closing.ts'
import { monthDays } from '../months.ts'
import { booksOf } from './books.ts'
import { statementLines } from './statement-lines.ts'
import { proposedTopUps } from './top-up-proposals.ts'

const BILLS = { 'instance-billing': 'machines', 'volume-billing': 'volumes', 'snapshot-billing': 'snapshots' } as const

/** What a reader of the month's figures has to know before it is closed, the gravest first. */
export async function openItems(context: AppContext, account: Account, month: string): Promise<OpenItemDto[]> {
  const { db } = context.store
  const { accountId, zone } = account
  const days = monthDays(month)
  const calendar = calendarOf(zone)
  const interval = { startsAt: calendar.startOf(days.from), endsAt: calendar.startOf(days.to) }
  // FOCUS ends the month by UTC, which may be later.
  const endsAt = Math.max(interval.endsAt, Date.parse(`${days.to}T00:00:00Z`))
  if (context.clock() < endsAt) {
    return [blocking('month', `${month} is not over yet.`)]
  }
  const [readings, running, quarantined, isStale, money] = await Promise.all([
    readingsBySource(db, accountId),
    countRunningBills(db, accountId, interval),
    countQuarantinedBills(db, accountId),
    areChargesStale(db, accountId),
    moneyItems(context, account, days),
  ])
  const unread = Object.entries(BILLS).filter(([source]) => (readings.get(source) ?? 0) < endsAt)
  return [
    ...unread.map(([, what]) => item('not read', `The bills of ${what} were not read since the month ended.`)),
    ...(isStale ? [item('stale', 'Prices of the past have changed: the next ingest recalculates its days.')] : []),
    ...(quarantined > 0
      ? [item('quarantine', `${quarantined} ${quarantined === 1 ? 'bill was' : 'bills were'} read and not understood.`)]
      : []),
    ...money,
    ...(running > 0
      ? [
          item(
            'running',
            `${running} ${running === 1 ? 'bill goes' : 'bills go'} on past its end: split by minutes, as read last.`,
          ),
        ]
      : []),
  ]
}

const item = (kind: OpenItemDto['kind'], words: string): OpenItemDto => ({ kind, words, blocks: false })
const blocking = (kind: OpenItemDto['kind'], words: string): OpenItemDto => ({ kind, words, blocks: true })

async function moneyItems(context: AppContext, account: Account, days: DayRange): Promise<OpenItemDto[]> {
  const [wallets, proposals, unassigned] = await Promise.all([
    statementLines(context, account, [days.from, days.to]),
    proposedTopUps(context, account),
    notAssigned(context, account, days),
  ])
  const inMonth = proposals.filter(({ day }) => day >= days.from && day < days.to)
  return [
    ...inMonth.map(({ currency, picos, day }) =>
      item('top-ups', `A rise of ${money(picos, currency)} on ${day} is not confirmed as a top-up.`),
    ),
    ...wallets.flatMap(({ currency, lines }) => {
      const { unexplainedPicos, chargedPicos } = joinedLines(lines)
      if (unexplainedPicos === null) {
        return chargedPicos === 0n
          ? []
          : [item('unexplained', `The balance of the ${currency} wallet was not read at both ends of the month.`)]
      }
      const size = unexplainedPicos < 0n ? -unexplainedPicos : unexplainedPicos
      const isMuch = size * 100n > (chargedPicos < 0n ? -chargedPicos : chargedPicos) && size >= 10_000_000_000n
      return isMuch
        ? [item('unexplained', `${money(unexplainedPicos, currency)} of the ${currency} wallet are unexplained.`)]
        : []
    }),
    ...unassigned.map(({ currency, picos }) =>
      item('not assigned', `${money(picos, currency)} are of no project, owner or cost center.`),
    ),
  ]
}

async function notAssigned({ store }: AppContext, account: Account, { from, to }: DayRange) {
  const none = 'not assigned'
  const rows = await sumCharges(store.db, {
    from,
    to,
    accountId: account.accountId,
    keys: ['currency'],
    filters: { project: none, owner: none, cost_center: none },
    assignments: null,
    books: await booksOf(store, account),
    after: null,
    limit: 100,
  })
  return rows.flatMap(({ keyValues: [currency], billed }) => {
    const picos = parsePicos(billed)
    return picos === 0n ? [] : [{ currency: currency!, picos }]
  })
}

/** The months with charges before one that are not closed, in their order. */
export async function earlierOpenMonths({ store }: AppContext, account: Account, month: string): Promise<string[]> {
  const [extent, { openFrom }] = await Promise.all([chargeExtent(store.db, account.accountId), booksOf(store, account)])
  if (!extent) return []
  const first = (openFrom ?? extent.from).slice(0, 7)
  const months: string[] = []
  for (let each = first; each < month; each = monthDays(each).to.slice(0, 7)) months.push(each)
  return months
}

/** '1,240.50 USD', for sentences. */
function money(picos: bigint, currency: string): string {
  const cents = picos / 10_000_000_000n
  return `${new Intl.NumberFormat('en-GB', { minimumFractionDigits: 2 }).format(Number(cents) / 100)} ${currency}`
}
