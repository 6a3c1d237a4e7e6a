import { accountPrices } from '../../db/price-list-repository.ts'
import { filterOf } from '../../engine/alert/index.ts'
import type { BudgetScope } from '../../engine/budget/index.ts'
import {
  assetOf,
  chargeItem,
  formatPicos,
  HOUR_MS,
  isAnyone,
  priceBook,
  priceChanges,
  type DimensionFilter,
  type PriceChange,
} from '../../engine/index.ts'
import { toIso } from '../iso.ts'
import { scopeText } from '../services/budget-words.ts'
import type { Finder } from './finder.ts'
import type { AlertView } from './view.ts'
import { momentText, plural } from './words.ts'

/** How long a change is news: a digest of the next day still has it. */
const NEWS_MS = 48 * HOUR_MS

/** Prices that became others lately, those of one reading together: a new list is one cause. */
export const findPriceChanges: Finder<'price-change'> = async (view, { ruleId, watch }) => {
  const { context, account, now, setting } = view
  const only = filterOf(watch)
  const paid = isAnyone(only) ? null : await paidBy(view, only)
  const versions = await accountPrices(context.store.db, account.accountId)
  const skus = [...new Map(versions.map(({ sku, currency }) => [`${sku} ${currency}`, { sku, currency }])).values()]
  const since = Math.max(now - NEWS_MS, setting.watchedSince)
  const changes = priceChanges(priceBook(versions), skus).filter(
    ({ at, change, currency, sku }) =>
      at > since &&
      at <= now &&
      (watch.currency === null || watch.currency === currency) &&
      (paid === null || paid.has(`${sku} ${currency}`)) &&
      (change === null || Math.abs(change) * 100 >= watch.leastPercent),
  )
  return [...Map.groupBy(changes, ({ at }) => at)].map(([at, some]) => ({
    ruleId,
    kind: 'price-change' as const,
    cause: toIso(at),
    marks: ['changed'],
    holds: ['changed'],
    subject: `${plural(some.length, 'price')} ${paid === null ? '' : `that ${scopeText(only as BudgetScope)} pays `}of ${account.name} changed`,
    text: [`In force since ${momentText(at, account.zone, now)}:`, ...some.map(lineOf)].join('\n'),
    path: '/prices',
    ...(paid !== null && { parties: Object.values(only).filter((name) => name !== undefined) }),
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

/** What is priced of the resources that are there and of somebody: running, shut off or asleep, as `sku currency`. */
async function paidBy(view: AlertView, only: DimensionFilter): Promise<ReadonlySet<string>> {
  const [resources, parties] = await Promise.all([view.resources(), view.parties()])
  const { rules } = view.context.config
  return new Set(
    resources
      .filter(({ resourceId, deletedSeenAt }) => deletedSeenAt === null && parties.hasShare([resourceId], only))
      .flatMap((resource) => {
        const { type, currency } = resource
        if (type === 'ai_model') return []
        const asset = assetOf(type, null, resource)
        return (['active', 'hibernated'] as const).map((state) => `${chargeItem(asset, state, rules).sku} ${currency}`)
      }),
  )
}

function lineOf({ sku, currency, fromPicos, toPicos, change }: PriceChange): string {
  const by = change === null ? '' : ` (${change > 0 ? 'up' : 'down'} ${Math.abs(change * 100).toFixed(1)} %)`
  return `  ${sku}: ${formatPicos(fromPicos)} to ${formatPicos(toPicos)} ${currency}${by}`
}
