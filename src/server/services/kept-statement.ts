import type { Account } from '../../db/account-repository.ts'
import { findClosedStatements } from '../../db/closed-month-repository.ts'
import type { Store } from '../../db/store.ts'
import { CHARGE_KINDS, parsePicos, type DayRange, type StatementLine } from '../../engine/index.ts'
import type { StatementLineDto } from '../dto/statement.ts'
import { toIsoOrNull } from '../iso.ts'
import { keep } from './kept.ts'
import { toLineDto } from './line-dto.ts'
import type { WalletLines } from './wallet-lines.ts'

/** A wallet's statement by day as a closed month keeps it. */
interface KeptWallet {
  readonly currency: string
  readonly closingReadAt: string | null
  readonly lines: readonly StatementLineDto[]
}

/** What is kept of the statement of a month. */
export const toKept = (wallets: readonly WalletLines[]): KeptWallet[] =>
  wallets.map(({ currency, closingReadAt, lines }) => ({
    currency,
    closingReadAt: toIsoOrNull(closingReadAt),
    lines: lines.map(toLineDto),
  }))

/** The days of closed months in [from, to), as they were kept. */
export async function keptLines(store: Store, account: Account, { from, to }: DayRange): Promise<WalletLines[]> {
  const months = await keep(store, account, 'kept statements', () => findClosedStatements(store.db, account.accountId))
  const wallets = [...months.keys()].sort().flatMap((month) => months.get(month) as readonly KeptWallet[])
  const byCurrency = Map.groupBy(wallets, ({ currency }) => currency)
  return [...byCurrency].map(([currency, own]) => {
    const closingReadAt = own.at(-1)!.closingReadAt
    return {
      currency,
      closingReadAt: closingReadAt === null ? null : Date.parse(closingReadAt),
      lines: own.flatMap(({ lines }) => lines.filter((line) => line.from >= from && line.from < to).map(toLine)),
    }
  })
}

function toLine(dto: StatementLineDto): StatementLine {
  return {
    from: dto.from,
    to: dto.to,
    openingPicos: picosOrNull(dto.opening),
    topUpsPicos: parsePicos(dto.topUps),
    adjustmentsPicos: parsePicos(dto.adjustments),
    restatedPicos: parsePicos(dto.restated),
    charges: Object.fromEntries(
      CHARGE_KINDS.flatMap((kind) => {
        const decimal = dto.charges[kind]
        return decimal === undefined ? [] : [[kind, parsePicos(decimal)]]
      }),
    ),
    correctionsPicos: parsePicos(dto.corrections),
    chargedPicos: parsePicos(dto.charged),
    closingPicos: picosOrNull(dto.closing),
    unexplainedPicos: picosOrNull(dto.unexplained),
  }
}

const picosOrNull = (decimal: string | null) => (decimal === null ? null : parsePicos(decimal))
