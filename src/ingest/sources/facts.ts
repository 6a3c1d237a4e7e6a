import { isDeepStrictEqual } from 'node:util'
import type { BarrackClient } from '../../barrack/client.ts'
import { findCursor } from '../../db/cursor-repository.ts'
import type { JsonObject } from '../../db/schema/column.ts'
import { countsOf, type SourceName } from '../ingest-report.ts'
import type { Source } from '../source.ts'

/** The types of volumes that can be had. */
export const volumeTypes = facts('volume-types', async (client, signal) => {
  const { volume_types: types } = await client.read('volume-types', signal)
  return { types }
})

/** Use of AI models so far, as Barrack adds it up. */
export const aiSummary = facts('ai-summary', async (client, signal) => {
  const {
    currency,
    total_cost: totalCost,
    total_tokens: totalTokens,
    requests,
  } = await client.read('ai-summary', signal)
  return { currency, totalCost, totalTokens, requests }
})

/** One answer of which only the latest is of interest: it is kept with the cursor of its source. */
function facts(
  name: SourceName,
  readFacts: (client: BarrackClient, signal: AbortSignal | undefined) => Promise<JsonObject>,
): Source {
  return {
    name,
    optional: true,
    async *read({ client, account: { accountId }, signal }) {
      const now = await readFacts(client, signal)
      yield {
        async apply(tx) {
          const before = await findCursor(tx, accountId, name)
          if (before === null) return countsOf({ inserted: 1 })
          return isDeepStrictEqual(before.cursor, now) ? countsOf({ unchanged: 1 }) : countsOf({ updated: 1 })
        },
      }
      return { finish: () => Promise.resolve(now) }
    },
  }
}
