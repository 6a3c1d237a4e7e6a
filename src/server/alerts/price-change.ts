import { accountPrices } from '../../db/price-list-repository.ts'
import { formatPicos, HOUR_MS, priceBook, priceChanges, type PriceChange } from '../../engine/index.ts'
import { toIso } from '../iso.ts'
import type { Finder } from './finder.ts'
import { momentText, plural } from './words.ts'

/** How long a change is news: a digest of the next day still has it. */
const NEWS_MS = 48 * HOUR_MS

/** Prices that became others lately, those of one reading together: a new list is one cause. */
export const findPriceChanges: Finder<'price-change'> = async (
  { context, account, now, setting },
  { ruleId, watch },
) => {
  const versions = await accountPrices(context.store.db, account.accountId)
  const skus = [...new Map(versions.map(({ sku, currency }) => [`${sku} ${currency}`, { sku, currency }])).values()]
  const since = Math.max(now - NEWS_MS, setting.watchedSince)
  const changes = priceChanges(priceBook(versions), skus).filter(
    ({ at, change, currency }) =>
      at > since &&
      at <= now &&
      (watch.currency === null || watch.currency === currency) &&
      (change === null || Math.abs(change) * 100 >= watch.leastPercent),
  )
  return [...Map.groupBy(changes, ({ at }) => at)].map(([at, some]) => ({
    ruleId,
    kind: 'price-change' as const,
    cause: toIso(at),
    marks: ['changed'],
    holds: ['changed'],
    subject: `${plural(some.length, 'price')} of ${account.name} changed`,
    text: [`In force since ${momentText(at, account.zone, now)}:`, ...some.map(lineOf)].join('\n'),
    path: '/prices',
    facts: {
      at: toIso(at),
      changes: some.map(({ sku, currency, fromPicos, toPicos, change }) => ({
        sku,
        currency,
        from: formatPicos(fromPicos),
        to: formatPicos(toPicos),
        change,
      })),
    },
  }))
}

function lineOf({ sku, currency, fromPicos, toPicos, change }: PriceChange): string {
  const by = change === null ? '' : ` (${change > 0 ? 'up' : 'down'} ${Math.abs(change * 100).toFixed(1)} %)`
  return `  ${sku}: ${formatPicos(fromPicos)} to ${formatPicos(toPicos)} ${currency}${by}`
}
