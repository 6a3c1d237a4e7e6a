import { insertBalances } from '../../db/observation-repository.ts'
import { countsOf } from '../ingest-report.ts'
import { normalizeBalance } from '../normalize/balance.ts'
import { quarantine } from '../set-aside.ts'
import type { Source } from '../source.ts'

/** The credit of each wallet, an observation each time. */
export const balance: Source = {
  name: 'balance',
  optional: false,
  async *read({ client, account: { accountId }, clock, signal }) {
    const answer = await client.read('balance', signal)
    const readAt = clock()
    const { rows, refused } = normalizeBalance(answer, readAt)
    yield {
      async apply(tx) {
        await insertBalances(tx, accountId, rows)
        return countsOf({
          inserted: rows.length,
          quarantined: await quarantine(tx, accountId, 'balance', refused, readAt),
        })
      },
    }
    return {}
  },
}
