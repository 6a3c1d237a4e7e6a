import { isDeepStrictEqual } from 'node:util'
import type { AiTransactionRow } from '../barrack/contract/index.ts'
import { currency } from '../barrack/contract/scalars.ts'
import type { ParsedRows, RefusedRow } from '../barrack/parse-rows.ts'
import { applyTokenCharges } from '../charges/apply-charges.ts'
import type { RatingContext } from '../charges/rating-context.ts'
import { findAiTransactions, upsertAiTransactions } from '../db/ai-transaction-repository.ts'
import type { JsonObject } from '../db/schema/column.ts'
import { parsePicos, type AiTransaction, type Instant } from '../engine/index.ts'
import { countsOf } from './ingest-report.ts'
import { quarantine } from './set-aside.ts'
import type { Batch, MonthSpan } from './source.ts'

export interface AiRows extends ParsedRows<AiTransactionRow> {
  readonly envelope: Readonly<Record<string, unknown>>
}

/** What rows of the history of AI models do to the store, whether they came by HTTP or from a file. */
export function aiBatch(context: RatingContext, page: AiRows, readAt: Instant): Batch {
  const { accountId } = context.account
  const rows: (AiTransaction & { raw: JsonObject })[] = []
  const refused: RefusedRow[] = [...page.refused]
  for (const { value, raw } of page.rows) {
    const money = value.currency ?? currency.safeParse(page.envelope.currency).data
    if (money === undefined) refused.push({ raw, reason: 'currency: neither the row nor the answer tells one' })
    else rows.push({ ...transactionOf(value, money), raw })
  }
  return {
    months: monthsOf(context, rows),
    async apply(tx) {
      const ids = rows.map(({ transactionId }) => transactionId)
      const known = new Map((await findAiTransactions(tx, accountId, ids)).map((row) => [row.transactionId, row]))
      const fresh = rows.filter(({ transactionId }) => !known.has(transactionId))
      const changed = rows.filter(({ raw: _, ...row }) => {
        const before = known.get(row.transactionId)
        return before !== undefined && !isDeepStrictEqual(before, row)
      })
      await upsertAiTransactions(tx, accountId, [...fresh, ...changed], readAt)
      await applyTokenCharges(tx, context, [...fresh, ...changed])
      return countsOf({
        inserted: fresh.length,
        updated: changed.length,
        unchanged: rows.length - fresh.length - changed.length,
        quarantined: await quarantine(tx, accountId, 'ai-history', refused, readAt),
      })
    },
  }
}

function transactionOf(row: AiTransactionRow, money: string): AiTransaction {
  return {
    transactionId: row.id,
    model: row.model,
    inputTokens: row.input_tokens,
    outputTokens: row.output_tokens,
    costPicos: parsePicos(row.cost),
    currency: money,
    createdAt: row.created_at,
  }
}

function monthsOf({ calendar }: RatingContext, rows: readonly AiTransaction[]): MonthSpan[] {
  if (rows.length === 0) return []
  const moments = rows.map(({ createdAt }) => createdAt)
  return [
    {
      table: 'charge_day',
      from: calendar.dayOf(Math.min(...moments)),
      to: calendar.dayOf(Math.max(...moments)),
    },
  ]
}
