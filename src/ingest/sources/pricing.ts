import { applyPrices } from '../apply-prices.ts'
import { countsOf } from '../ingest-report.ts'
import { normalizeAiModel, normalizePricing } from '../normalize/pricing.ts'
import { quarantine } from '../set-aside.ts'
import type { Source } from '../source.ts'

/** The price book of GPUs, volumes and snapshots in every currency. */
export const pricing: Source = {
  name: 'pricing',
  optional: false,
  async *read({ client, account: { accountId }, clock, signal }) {
    const { prices, refused } = normalizePricing(await client.read('pricing', signal))
    const readAt = clock()
    yield {
      async apply(tx) {
        const counts = await applyPrices(tx, accountId, prices, readAt)
        return countsOf({ ...counts, quarantined: await quarantine(tx, accountId, 'pricing', refused, readAt) })
      },
    }
    return {}
  },
}

/** The token prices of AI models; counted by price line, two for a model. */
export const aiModels: Source = {
  name: 'ai-models',
  optional: true,
  async *read({ client, account: { accountId }, clock, signal }) {
    for await (const page of client.pages('ai-models', signal)) {
      const readAt = clock()
      const prices = page.rows.flatMap(({ value }) => normalizeAiModel(value))
      yield {
        async apply(tx) {
          const counts = await applyPrices(tx, accountId, prices, readAt)
          return countsOf({
            ...counts,
            quarantined: await quarantine(tx, accountId, 'ai-models', page.refused, readAt),
          })
        },
      }
    }
    return {}
  },
}
