import { findAiTransactionsAfter } from '../db/ai-transaction-repository.ts'
import { findRecordExtent, findRecordsAfter } from '../db/billing-record-repository.ts'
import { deleteCharges } from '../db/charge-repository.ts'
import { ensureMonths } from '../db/partition-repository.ts'
import { findResources } from '../db/resource-repository.ts'
import { areChargesStale, markChargesFresh } from '../db/stale-charges-repository.ts'
import type { Connection } from '../db/store.ts'
import { applyDayCharges, applyHourCharges, applyTokenCharges } from './apply-charges.ts'
import type { HourMoves } from './reconcile/charges.ts'
import type { IngestContext, RatingContext } from './source.ts'

const BATCH = 250
/** Records share their hours: so many are added up before they are written. */
const MOST_HOURS = 20_000

/** Makes the charges anew where they are stale; for a caller that holds the account. */
export async function refreshCharges(
  context: Pick<IngestContext, 'store' | 'account' | 'calendar' | 'rules' | 'clock'>,
): Promise<void> {
  if (await areChargesStale(context.store.db, context.account.accountId)) await rebuildCharges(context)
}

/**
 * Rates every record of an account again, each as of the moment at which its value was read, and replaces days and hours
 * in one transaction; gives how many records those were.
 */
export async function rebuildCharges({
  store,
  account,
  calendar,
  rules,
  clock,
}: Pick<IngestContext, 'store' | 'account' | 'calendar' | 'rules' | 'clock'>): Promise<number> {
  const { accountId } = account
  const extent = await findRecordExtent(store.db, accountId)
  if (extent) {
    await ensureMonths(store, 'charge_day', calendar.dayOf(extent.from), calendar.dayOf(extent.to))
    await ensureMonths(store, 'charge_hour', extent.from, extent.to)
  }
  return store.db.transaction().execute(async (tx) => {
    await deleteCharges(tx, accountId)
    const context: RatingContext = { account, calendar, rules, charges: 'now' }
    const hours: HourMoves = new Map()
    const writeHours = async () => {
      await applyHourCharges(tx, account, hours)
      hours.clear()
    }
    let rated = 0
    for (let after = ''; ;) {
      const records = await findRecordsAfter(tx, accountId, after, BATCH)
      const ids = [...new Set(records.map(({ resourceId }) => resourceId))]
      const resources = new Map((await findResources(tx, accountId, { ids })).map((row) => [row.resourceId, row]))
      const changes = records.map((record) => {
        const resource = resources.get(record.resourceId) ?? null
        return { before: null, after: { record, resource, readAt: record.changedAt } }
      })
      await applyDayCharges(tx, context, changes, hours)
      if (hours.size >= MOST_HOURS) await writeHours()
      rated += records.length
      if (records.length < BATCH) break
      after = records.at(-1)!.recordId
    }
    await writeHours()
    await rebuildTokenCharges(tx, context)
    await markChargesFresh(tx, accountId, clock())
    return rated
  })
}

async function rebuildTokenCharges(tx: Connection, context: RatingContext): Promise<void> {
  for (let after = ''; ;) {
    const transactions = await findAiTransactionsAfter(tx, context.account.accountId, after, BATCH)
    await applyTokenCharges(tx, context, transactions)
    if (transactions.length < BATCH) return
    after = transactions.at(-1)!.transactionId
  }
}
