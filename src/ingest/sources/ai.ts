import { isDeepStrictEqual } from 'node:util'
import type { AiTransactionRow } from '../../barrack/contract/index.ts'
import { findAiTransactions, upsertAiTransactions, type AiTransaction } from '../../db/ai-transaction-repository.ts'
import type { RefusedRow } from '../../barrack/client.ts'
import { currency } from '../../barrack/contract/scalars.ts'
import type { JsonObject } from '../../db/schema/column.ts'
import { formatPicos, parsePicos } from '../../engine/index.ts'
import { countsOf } from '../ingest-report.ts'
import { quarantine } from '../set-aside.ts'
import type { Source } from '../source.ts'

/** Each use of an AI model with its tokens and its cost. */
export const aiHistory: Source = {
  name: 'ai-history',
  optional: true,
  async *read({ client, account: { accountId }, clock, signal }) {
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
        async apply(tx) {
          const ids = rows.map(({ transactionId }) => transactionId)
          const known = new Map((await findAiTransactions(tx, accountId, ids)).map((row) => [row.transactionId, row]))
          const fresh = rows.filter(({ transactionId }) => !known.has(transactionId))
          const changed = rows.filter(({ raw: _, ...row }) => {
            const before = known.get(row.transactionId)
            return before !== undefined && !isDeepStrictEqual({ ...before, cost: plain(before.cost) }, row)
          })
          await upsertAiTransactions(tx, accountId, [...fresh, ...changed], readAt)
          return countsOf({
            inserted: fresh.length,
            updated: changed.length,
            unchanged: rows.length - fresh.length - changed.length,
            quarantined: await quarantine(tx, accountId, 'ai-history', refused, readAt),
          })
        },
      }
    }
    return undefined
  },
}

function transactionOf(row: AiTransactionRow, money: string): AiTransaction {
  return {
    transactionId: row.id,
    model: row.model,
    inputTokens: row.input_tokens,
    outputTokens: row.output_tokens,
    cost: plain(row.cost),
    currency: money,
    createdAt: row.created_at,
  }
}

/** '0.500000000000' and '0.5' are the same cost. */
function plain(decimal: string): string {
  return formatPicos(parsePicos(decimal))
}
