import type { Account } from '../../db/account-repository.ts'
import { findAllAiTransactions } from '../../db/ai-transaction-repository.ts'
import { findLooks } from '../../db/look-query-repository.ts'
import { findRecordsSince, findStatusChanges } from '../../db/ledger-query-repository.ts'
import { findResources } from '../../db/resource-repository.ts'
import { readingsBySource } from '../../db/overview-query-repository.ts'
import { accountPrices } from '../../db/price-list-repository.ts'
import { findReadings, recordExpectations } from '../../db/reading-query-repository.ts'
import {
  HOUR_MS,
  inferRules,
  isAsleep,
  judgeUses,
  priceBook,
  reconcile,
  type BillingGap,
  type BillingRecord,
  type InferredRules,
  type Instant,
  type PriceBook,
  type Reconciliation,
  type Resource,
  type StatusChange,
} from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import { requireFirstIngest } from './first-ingest.ts'
import { keep } from './kept.ts'

/** Every bill of an account with its verdict. */
export interface ReconciledAccount {
  readonly account: Account
  readonly asOf: Instant
  readonly records: ReadonlyMap<string, BillingRecord>
  readonly resources: ReadonlyMap<string, Resource>
  readonly statuses: readonly StatusChange[]
  readonly prices: PriceBook
  /** By billing record, and by transaction of an AI model. */
  readonly verdicts: ReadonlyMap<string, Reconciliation>
  /** What the stored charges of each record expect, all its days together. */
  readonly expectedOfDays: ReadonlyMap<string, bigint | null>
  readonly gaps: readonly BillingGap[]
  readonly inferred: InferredRules
}

/** How often the schedule reads prices; a change may be that much older than its first sight. */
const PRICE_POLL_MS = 6 * HOUR_MS
const AI_PRICE_POLL_MS = 24 * HOUR_MS

/** Judges all bills of an account; kept for as long as its data stand. */
export async function reconciledAccount(
  context: AppContext,
  query: { account?: string | undefined },
): Promise<ReconciledAccount> {
  const { account, run } = await requireFirstIngest(context, query.account)
  return keep(context.store, account, 'reconciliation', () => judge(context, account, run.finishedAt))
}

async function judge({ store, config }: AppContext, account: Account, asOf: Instant): Promise<ReconciledAccount> {
  const { db } = store
  const { accountId } = account
  const [records, uses, resources, versions, readAt, looks, expectedOfDays] = await Promise.all([
    findRecordsSince(db, accountId, 0),
    findAllAiTransactions(db, accountId),
    findResources(db, accountId),
    accountPrices(db, accountId),
    readingsBySource(db, accountId),
    findLooks(db, accountId),
    recordExpectations(db, accountId),
  ])
  const machines = new Set(records.filter(({ kind }) => kind === 'instance').map(({ resourceId }) => resourceId))
  const statuses = await findStatusChanges(db, accountId, [...machines])
  const prices = priceBook(versions)
  const bills = BILLS.flatMap((source) => readAt.get(source) ?? [])
  const input = {
    records,
    resources,
    statuses,
    prices,
    rules: config.rules,
    readAt: bills.length > 0 ? Math.max(...bills) : asOf,
    looks,
    pricePollMs: PRICE_POLL_MS,
  }
  // Most bills agree at once, and only those that do not need their history: it is many times as long as they are.
  const first = reconcile({ ...input, readings: new Map() })
  const causes = new Map(first.reconciliations.map(({ recordId, cause }) => [recordId, cause]))
  const doubtful = records.filter((record) => causes.get(record.recordId) !== null || isAsleep(record))
  const readings = await findReadings(
    db,
    accountId,
    doubtful.map(({ recordId }) => recordId),
  )
  const { reconciliations, gaps } = reconcile({ ...input, readings })
  const ofUses = judgeUses({ transactions: uses, prices, pricePollMs: AI_PRICE_POLL_MS })
  return {
    account,
    asOf: input.readAt,
    records: new Map(records.map((record) => [record.recordId, record])),
    resources: new Map(resources.map((resource) => [resource.resourceId, resource])),
    statuses,
    prices,
    verdicts: new Map([...reconciliations, ...ofUses].map((one) => [one.recordId, one])),
    expectedOfDays,
    gaps,
    inferred: inferRules({ records, resources, readings, prices }),
  }
}

const BILLS = ['instance-billing', 'volume-billing', 'snapshot-billing']
