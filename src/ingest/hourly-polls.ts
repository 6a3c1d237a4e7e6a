import type { RefusedRow } from '../barrack/client.ts'
import { BarrackError } from '../barrack/barrack-error.ts'
import { saveCursor } from '../db/cursor-repository.ts'
import {
  insertBalances,
  insertStock,
  type BalanceObservation,
  type StockObservation,
} from '../db/observation-repository.ts'
import { ensureMonths } from '../db/partition-repository.ts'
import { findResources, type StoredResource } from '../db/resource-repository.ts'
import type { Connection } from '../db/store.ts'
import type { Instant, StatusChange } from '../engine/index.ts'
import { applyResources } from './apply-resources.ts'
import type { SourceName } from './ingest-report.ts'
import { normalizeBalance } from './normalize/balance.ts'
import { normalizeStock } from './normalize/gpu-stock.ts'
import { normalizeInstance, type ObservedResource } from './normalize/resource.ts'
import { reconcileResources, type ResourceChange } from './reconcile/resources.ts'
import { quarantine } from './set-aside.ts'
import type { IngestContext } from './source.ts'

/** What an hour's look showed. */
export interface Poll {
  readonly at: Instant
  readonly balances: readonly BalanceObservation[]
  readonly stock: readonly StockObservation[]
  readonly instances: readonly ObservedResource[]
  readonly refused: readonly { readonly source: SourceName; readonly rows: readonly RefusedRow[] }[]
}

/** Looks at balance, stock and instances once; nothing is written. */
export async function readPoll({ client, clock, signal }: IngestContext): Promise<Poll> {
  const at = clock()
  const [balance, stock, instances] = await Promise.all([
    client.read('balance', signal),
    whole(client.pages('gpu-stocks', signal)).catch(ifNotOffered),
    whole(client.pages('instances', signal)),
  ])
  const wallets = normalizeBalance(balance, at)
  const regions = stock.rows.map(({ value }) => normalizeStock(value, at))
  return {
    at,
    balances: wallets.rows,
    stock: regions.flatMap(({ rows }) => rows),
    instances: instances.rows.map(({ value, raw }) => normalizeInstance(value, raw)),
    refused: [
      { source: 'balance', rows: wallets.refused },
      { source: 'gpu-stocks', rows: [...stock.refused, ...regions.flatMap(({ refused }) => refused)] },
      { source: 'instances', rows: instances.refused },
    ],
  }
}

async function whole<Row>(pages: AsyncIterable<{ rows: readonly Row[]; refused: readonly RefusedRow[] }>) {
  const rows: Row[] = []
  const refused: RefusedRow[] = []
  for await (const page of pages) {
    rows.push(...page.rows)
    refused.push(...page.refused)
  }
  return { rows, refused }
}

function ifNotOffered(error: unknown) {
  if (error instanceof BarrackError && error.kind === 'not-found') return { rows: [], refused: [] }
  throw error
}

/** Writes the looks of several hours, in their order, in one transaction. */
export async function applyPolls(context: IngestContext, polls: readonly Poll[]): Promise<void> {
  const last = polls.at(-1)
  if (!last) return
  const { store, account } = context
  await ensureMonths(store, 'stock_observation', polls[0]!.at, last.at)
  await store.db.transaction().execute(async (tx) => {
    const { accountId } = account
    await insertBalances(
      tx,
      accountId,
      polls.flatMap(({ balances }) => balances),
    )
    await insertStock(
      tx,
      accountId,
      polls.flatMap(({ stock }) => stock),
    )
    await applyInstances(tx, context, polls)
    for (const { at, refused } of polls)
      for (const { source, rows } of refused) await quarantine(tx, accountId, source, rows, at)
    for (const source of ['balance', 'gpu-stocks', 'instances'] as const)
      await saveCursor(tx, accountId, source, { readAt: last.at, cursor: {} })
  })
}

async function applyInstances(tx: Connection, context: IngestContext, polls: readonly Poll[]): Promise<void> {
  const stored = await findResources(tx, context.account.accountId, { types: ['instance'] })
  const before = new Map(stored.map((row) => [row.resourceId, row]))
  const { changes, statuses } = foldInstances(before, polls)
  await applyResources(tx, context, changes, statuses, polls.at(-1)!.at)
}

/** What several looks after one another come to: one change per machine, every change of a status. */
export function foldInstances(
  before: ReadonlyMap<string, StoredResource>,
  polls: readonly Poll[],
): { changes: ResourceChange[]; statuses: StatusChange[] } {
  const known = new Map<string, ResourceChange['after']>(before)
  const touched = new Set<string>()
  const statuses: StatusChange[] = []
  const set = (after: ResourceChange['after']) => {
    known.set(after.resourceId, after)
    touched.add(after.resourceId)
  }
  let previousAt: Instant | null = null
  for (const { at, instances, refused } of polls) {
    const found = reconcileResources(known, instances, at)
    for (const { after } of [...found.inserted, ...found.updated]) set(after)
    statuses.push(...found.statuses)
    const listed = new Set(instances.map(({ resourceId }) => resourceId))
    const doubtful = refused.some(({ source, rows }) => source === 'instances' && rows.length > 0)
    for (const one of doubtful ? [] : known.values())
      if (one.deletedSeenAt === null && !listed.has(one.resourceId))
        set({ ...one, deletedSeenAt: at, lastSeenAt: Math.max(one.lastSeenAt, previousAt ?? one.lastSeenAt) })
    previousAt = at
  }
  const changes = [...touched].map((id) => ({ before: before.get(id) ?? null, after: known.get(id)! }))
  return { changes, statuses }
}
