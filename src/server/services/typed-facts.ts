import type { Account } from '../../db/account-repository.ts'
import { chargeExtent } from '../../db/charge-query-repository.ts'
import { findResources, type StoredResource } from '../../db/resource-repository.ts'
import { addDays, factsOf, formatPicos, missingFacts, TYPED_FACTS } from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import type { TypedFactsDto } from '../dto/typed-facts.ts'
import { billedByResource, type ResourceBilled } from './assignment-parts.ts'
import { requireFirstIngest } from './first-ingest.ts'

interface Query {
  readonly account?: string | undefined
  /** Rows at most; without it all. */
  readonly limit?: number | undefined
}

/** Resources of which Barrack does not tell all, with what people typed instead; those that carry most money first. */
export async function typedFacts(context: AppContext, query: Query): Promise<TypedFactsDto> {
  const { account } = await requireFirstIngest(context, query.account)
  const [resources, billed] = await Promise.all([
    findResources(context.store.db, account.accountId),
    billedInAll(context, account),
  ])
  const wallets = new Map<string, bigint>()
  for (const { currency, billedPicos } of billed) wallets.set(currency, (wallets.get(currency) ?? 0n) + billedPicos)
  const ofResource = Map.groupBy(billed, ({ resourceId }) => resourceId)
  const rows = resources
    .filter((resource) => missingFacts(resource).length > 0 || Object.keys(resource.typed).length > 0)
    .map((resource) => toRow(resource, ofResource.get(resource.resourceId) ?? [], wallets))
    .sort((a, b) => Number(b.missing.length > 0) - Number(a.missing.length > 0) || b.share - a.share)
  const missing = rows.filter((row) => row.missing.length > 0).length
  return { rows: rows.slice(0, query.limit), missing, all: rows.length }
}

async function billedInAll(context: AppContext, account: Account): Promise<ResourceBilled[]> {
  const extent = await chargeExtent(context.store.db, account.accountId)
  return extent ? billedByResource(context, account, { from: extent.from, to: addDays(extent.last, 1) }) : []
}

function toRow(
  resource: StoredResource,
  billed: readonly ResourceBilled[],
  wallets: ReadonlyMap<string, bigint>,
): TypedFactsDto['rows'][number] {
  const { resourceId, name, type, region, tier, volumeType, typed } = resource
  const shares = billed.map(({ currency, billedPicos }) => shareOf(billedPicos, wallets.get(currency)!))
  return {
    resourceId,
    name,
    type,
    isGone: resource.deletedSeenAt !== null,
    region,
    tier,
    volumeType,
    missing: [...missingFacts(resource)],
    typed: TYPED_FACTS.flatMap((fact) => (typed[fact] ? [{ fact, ...typed[fact] }] : [])),
    canType: factsOf(type).filter((fact) => resource[fact] === null || typed[fact] !== undefined),
    billed: billed.map(({ currency, billedPicos }) => ({ currency, amount: formatPicos(billedPicos) })),
    share: Math.max(0, ...shares),
  }
}

/** To a millionth. */
const shareOf = (part: bigint, whole: bigint): number => (whole === 0n ? 0 : Number((part * 1_000_000n) / whole) / 1e6)
