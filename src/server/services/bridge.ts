import type { Account } from '../../db/account-repository.ts'
import { closedChargesWithin, toClosedCharge } from '../../db/closed-charge-repository.ts'
import {
  addDays,
  bridgeOf,
  calendarOf,
  formatPicos,
  joinedLines,
  type BridgePiece,
  type DayRange,
} from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import type { BridgeDto } from '../dto/bridge.ts'
import { csvLine } from '../export/csv.ts'
import { monthDays } from '../months.ts'
import { zonedName } from './account.ts'
import { chargePieces, pieceBasis } from './charge-pieces.ts'
import { closedBooksOf } from './closed-books.ts'
import { requireFirstIngest } from './first-ingest.ts'
import { reportFile, type ReportFile } from './report-file.ts'
import { edgesOf, isUsed } from './statement.ts'
import { statementLines } from './statement-lines.ts'

export interface BridgeQuery {
  readonly month: string
  readonly account?: string | undefined
}

/** From the charges of the account's month to those of UTC's, which the FOCUS file holds. */
export async function bridge(context: AppContext, { month, ...query }: BridgeQuery): Promise<BridgeDto> {
  const days = monthDays(month)
  const { account } = await requireFirstIngest(context, query.account)
  const today = calendarOf(account.zone).dayOf(context.clock())
  const [wallets, pieces] = [
    await statementLines(context, account, edgesOf(days, 'month', today)),
    await piecesAtEnds(context, account, days),
  ]
  return {
    month,
    zone: account.zone,
    wallets: wallets
      .filter(({ lines }) => isUsed(lines))
      .map(({ currency, lines }) => {
        const made = bridgeOf(
          joinedLines(lines).chargedPicos,
          days,
          pieces.filter((piece) => piece.currency === currency),
        )
        return {
          currency,
          charged: formatPicos(made.chargedPicos),
          ahead: formatPicos(made.aheadPicos),
          behind: formatPicos(made.behindPicos),
          before: formatPicos(made.beforePicos),
          after: formatPicos(made.afterPicos),
          utcMonth: formatPicos(made.utcMonthPicos),
        }
      }),
  }
}

interface WalletPiece extends BridgePiece {
  readonly currency: string
}

/** What lies between the midnights of the account and of UTC at both ends of a month, kept where it is closed. */
async function piecesAtEnds(context: AppContext, account: Account, { from, to }: DayRange): Promise<WalletPiece[]> {
  const { store } = context
  const { openFrom } = await closedBooksOf(store, account)
  const [local, utc] = [calendarOf(account.zone), calendarOf('UTC')]
  const found: WalletPiece[] = []
  for (const edge of [from, to]) {
    const ends = [local.startOf(edge), utc.startOf(edge)]
    const interval = { startsAt: Math.min(...ends), endsAt: Math.max(...ends) }
    if (interval.startsAt === interval.endsAt) continue
    const isAcross = (day: string, utcDay: string) => day < edge !== utcDay < edge
    const basis = await pieceBasis(context, account)
    for await (const pieces of chargePieces(store, basis, interval)) {
      for (const { charge, utcDay } of pieces) {
        const isOpen = openFrom === null || charge.day >= openFrom
        if (isOpen && isAcross(charge.day, utcDay)) {
          found.push({ day: charge.day, utcDay, currency: charge.currency, picos: charge.billedPicos })
        }
      }
    }
    if (openFrom === null) continue
    const around = { from: addDays(edge, -1), to: addDays(edge, 1) }
    for await (const rows of store.stream(closedChargesWithin(account.accountId, around).compile(store.db))) {
      for (const { charge, utcDay } of rows.map(toClosedCharge)) {
        if (isAcross(charge.day, utcDay)) {
          found.push({ day: charge.day, utcDay, currency: charge.currency, picos: charge.billedPicos })
        }
      }
    }
  }
  return found
}

/** The bridge as CSV: a line per wallet. */
export async function bridgeFile(context: AppContext, query: BridgeQuery): Promise<ReportFile<string>> {
  const { month, zone, wallets } = await bridge(context, query)
  const columns = ['month', 'zone', 'currency', 'charged', 'ahead', 'behind', 'before', 'after', 'utc_month']
  const lines = wallets.map(({ currency, ...of }) =>
    csvLine([month, zone, currency, of.charged, of.ahead, of.behind, of.before, of.after, of.utcMonth]),
  )
  return reportFile(context, query, zonedName({ zone }, `bridge-${month}.csv`), [csvLine(columns), ...lines].join(''))
}
