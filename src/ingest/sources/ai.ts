import { isDeepStrictEqual } from 'node:util'
import type { RefusedRow } from '../../barrack/client.ts'
import type { AiTransactionRow } from '../../barrack/contract/index.ts'
import { currency } from '../../barrack/contract/scalars.ts'
import { applyTokenCharges } from '../../charges/apply-charges.ts'
import type { RatingContext } from '../../charges/rating-context.ts'
import { findAiTransactions, upsertAiTransactions } from '../../db/ai-transaction-repository.ts'
import type { JsonObject } from '../../db/schema/column.ts'
import { parsePicos, type AiTransaction } from '../../engine/index.ts'
import { countsOf } from '../ingest-report.ts'
import { quarantine } from '../set-aside.ts'
import type { MonthSpan, Source } from '../source.ts'

/** Each use of an AI model with its tokens and its cost. */
export const aiHistory: Source = {
  name: 'ai-history',
  optional: true,
  async *read(context) {
    const { client, account, clock, signal } = context
    const { accountId } = account
    for await (const page of client.pages('ai-history', signal)) {
      const readAt = clock()
      const rows: (AiTransaction & { raw: JsonObject })[] = []
      const refused: RefusedRow[] = [...page.refused]
      for (const { value, raw } of page.rows) {
        const money = value.currency ?? currency.safeParse(page.envelope.currency).data
        if (money === undefined) refused.push({ raw, reason: 'currency: neither the row nor the answer tells one' })
        else rows.push({ ...transactionOf(value, money), raw })
      }
      yield {
        total: page.total,
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
    return {}
  },
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
