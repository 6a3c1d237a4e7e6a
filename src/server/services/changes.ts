import { findStatusChanges } from '../../db/ledger-query-repository.ts'
import { findStockPools } from '../../db/stock-query-repository.ts'
import { rateChanges, stockChange, type RateChange } from '../../engine/changes/index.ts'
import {
  formatPicos,
  HOUR_MS,
  priceChanges,
  type DimensionFilter,
  type Instant,
  type Interval,
  type Resource,
} from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import type { ChangesDto } from '../dto/changes.ts'
import { toIso, toIsoOrNull } from '../iso.ts'
import { invalidParameter } from '../problem.ts'
import { ratesOf } from './forecast-of.ts'
import { loadLedger, type Ledger } from './ledger.ts'
import { partyShares, type PartyShareOf } from './party-shares.ts'
import { linesOf, toPriceChangeDto } from './prices.ts'

export interface ChangesQuery extends DimensionFilter {
  /** An instant; a day before the figures without it. */
  readonly since?: string | undefined
  readonly currency?: string | undefined
  readonly account?: string | undefined
}

const DAY_MS = 24 * HOUR_MS
/** Stock is read at least so often: the reading before a moment is not older. */
const STOCK_AGE_MS = 3 * HOUR_MS

/**
 * What costs money now and did not, or the other way round, what it costs, and what else is new. Of whom is named with
 * their shares as of today, so that those of all add up to the wallet.
 */
export async function changes(context: AppContext, query: ChangesQuery): Promise<ChangesDto> {
  const { ledger } = await loadLedger(context, query)
  const between = betweenOf(query.since, ledger)
  const records = ledger.records.filter(
    ({ startsAt, endsAt }) => startsAt < between.endsAt && (endsAt === null || endsAt > between.startsAt),
  )
  const now = ratesOf(ledger)
  const ids = [...new Set([...records, ...now].map(({ resourceId }) => resourceId))]
  const shareOf = await partyShares(context, ledger.account, query)
  const [statuses, stock] = await Promise.all([
    findStatusChanges(context.store.db, ledger.account.accountId, ids),
    stockOf(context, ledger, between, shareOf),
  ])
  const wallets = rateChanges({
    ...ledger,
    records,
    statuses,
    now,
    between,
    shareOf: (resource) => shareOf(resource)?.of ?? null,
  }).filter(({ currency }) => query.currency === undefined || currency === query.currency)
  return {
    since: toIso(between.startsAt),
    asOf: toIso(between.endsAt),
    wallets: wallets.map(({ currency, beforePicos, afterPicos, changes: own, passed }) => ({
      currency,
      perDayBefore: perDay(beforePicos),
      perDay: perDay(afterPicos),
      changes: own.map(toChangeDto),
      passed: { count: passed.count, billed: formatPicos(passed.billedPicos) },
    })),
    prices: pricesOf(
      ledger,
      between,
      wallets.map(({ currency }) => currency),
    ),
    stock,
  }
}

function betweenOf(since: string | undefined, { asOf, since: known }: Ledger): Interval {
  const startsAt = since === undefined ? asOf - DAY_MS : Date.parse(since)
  if (startsAt >= asOf) throw invalidParameter('since', `the figures are of ${toIso(asOf)}: ask for an earlier moment`)
  if (startsAt < known) throw invalidParameter('since', `ask for no earlier moment than ${toIso(known)}`)
  return { startsAt, endsAt: asOf }
}

function toChangeDto(change: RateChange): ChangesDto['wallets'][number]['changes'][number] {
  const { kind, at, resourceId, resourceType, name, gpuModel, gpuCount, sizeGb, region, perHourPicos } = change
  return {
    kind,
    at: toIsoOrNull(at),
    resourceId,
    resourceType,
    name,
    gpuModel,
    gpuCount,
    sizeGb,
    region: region ?? 'unknown',
    perDay: perDay(perHourPicos),
  }
}

const perDay = (perHourPicos: bigint) => formatPicos(perHourPicos * 24n)

function pricesOf({ prices, versions, calendar }: Ledger, between: Interval, wallets: readonly string[]) {
  return priceChanges(prices, linesOf(versions))
    .filter(({ at, currency }) => at > between.startsAt && at <= between.endsAt && wallets.includes(currency))
    .reverse()
    .map((change) => toPriceChangeDto(change, calendar))
}

/** The sizes of which this account has machines, since they would have to be had again. */
async function stockOf(
  context: AppContext,
  ledger: Ledger,
  between: Interval,
  shareOf: PartyShareOf,
): Promise<ChangesDto['stock']> {
  const { accountId } = ledger.account
  const pools = await findStockPools(context.store.db, accountId, between.startsAt - STOCK_AGE_MS)
  const theirs = ledger.resources.filter((one) => isThere(one) && shareOf({ ...one, resourceType: one.type }) !== null)
  return pools.flatMap(({ region, gpuModel, snapshots }) => {
    const own = theirs.filter((one) => one.region === region && one.gpuModel === gpuModel)
    const sizes = [...new Set(own.map(({ gpuCount }) => gpuCount ?? 1))].sort((a, b) => a - b)
    return sizes.flatMap((size) => {
      const change = stockChange(snapshots.filter(upTo(between.endsAt)), { size, count: 1 }, between.startsAt)
      return change ? [{ kind: change.kind, at: toIso(change.at), region, gpuModel, size }] : []
    })
  })
}

const isThere = ({ type, deletedSeenAt }: Resource) => type === 'instance' && deletedSeenAt === null

/** Stock is read more often than bills. */
const upTo =
  (end: Instant) =>
  ({ at }: { at: Instant }) =>
    at <= end + HOUR_MS
