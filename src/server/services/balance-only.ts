import { balancesSince } from '../../db/overview-query-repository.ts'
import {
  balanceBurn,
  fallWithin,
  parsePicos,
  spentAt,
  type BalanceBurn,
  type BalanceReading,
  type Instant,
} from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import type { Ledger } from './ledger.ts'

/** What the balance of a wallet alone tells, where neither machines nor bills could ever be read. */
export interface BalanceOnly {
  readonly burn: BalanceBurn
  /** What the wallet fell by this month, as far as it was watched. */
  readonly fellPicos: bigint
  /** The same and what it is to fall by until the month ends. */
  readonly month: { readonly p10Picos: bigint; readonly p50Picos: bigint; readonly p90Picos: bigint }
  readonly since: Instant
}

const RECORDS = ['instances', 'instance-billing', 'volume-billing', 'snapshot-billing']
const HORIZON_DAYS = 365

/** By wallet; empty for an account of which machines or bills were read, or came from a file. */
export async function balanceOnly({ store }: AppContext, ledger: Ledger): Promise<ReadonlyMap<string, BalanceOnly>> {
  const { account, calendar, readings, records, asOf } = ledger
  if (records.length > 0 || RECORDS.some((source) => readings.has(source))) return new Map()
  const month = calendar.monthInterval(asOf)
  const rows = await balancesSince(store.db, account.accountId, month.startsAt - WATCHED_MS)
  const wallets = Map.groupBy(rows, ({ currency }) => currency)
  return new Map(
    [...wallets].flatMap(([currency, ofWallet]) => {
      const watched = ofWallet.map(({ observedAt, balance }): BalanceReading => ({
        at: observedAt,
        balancePicos: parsePicos(balance),
      }))
      const burn = balanceBurn(watched, HORIZON_DAYS)
      if (!burn) return []
      const fellPicos = fallWithin(watched, month)
      const { p10Picos, p50Picos, p90Picos } = spentAt(burn.path, month.endsAt)
      const monthEnd = {
        p10Picos: fellPicos + p10Picos,
        p50Picos: fellPicos + p50Picos,
        p90Picos: fellPicos + p90Picos,
      }
      return [[currency, { burn, fellPicos, month: monthEnd, since: burn.since }] as const]
    }),
  )
}

const WATCHED_MS = 7 * 86_400_000
