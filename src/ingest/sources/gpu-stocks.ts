import { insertStock } from '../../db/observation-repository.ts'
import { countsOf } from '../ingest-report.ts'
import { normalizeStock } from '../normalize/gpu-stock.ts'
import { quarantine } from '../set-aside.ts'
import type { Source } from '../source.ts'

/** How many GPUs could be had, by region and model, an observation each time. */
export const gpuStocks: Source = {
  name: 'gpu-stocks',
  optional: true,
  async *read({ client, account: { accountId }, clock, signal }) {
    for await (const page of client.pages('gpu-stocks', signal)) {
      const readAt = clock()
      const regions = page.rows.map(({ value }) => normalizeStock(value, readAt))
      const rows = regions.flatMap((region) => region.rows)
      const refused = [...page.refused, ...regions.flatMap((region) => region.refused)]
      yield {
        months: [{ table: 'stock_observation', from: readAt, to: readAt }],
        async apply(tx) {
          await insertStock(tx, accountId, rows)
          return countsOf({
            inserted: rows.length,
            quarantined: await quarantine(tx, accountId, 'gpu-stocks', refused, readAt),
          })
        },
      }
    }
    return {}
  },
}
