import type { Account } from '../../db/account-repository.ts'
import { aiTransactionsWithin, recordsOf, recordsWithin } from '../../db/focus-query-repository.ts'
import { findStatusChanges } from '../../db/ledger-query-repository.ts'
import type { Store } from '../../db/store.ts'
import {
  calendarOf,
  rateRecord,
  rateTokens,
  splitCharge,
  type Assignments,
  type BillingRecord,
  type DayCharge,
  type DayRange,
  type FocusCharge,
  type FocusVersion,
  type Resource,
  type StatusChange,
} from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import { focusHeader, focusLines } from '../export/focus-csv.ts'
import { textStream } from '../export/text-stream.ts'
import { fileNameOf } from './account.ts'
import { assignedOf, partsOn } from './assigned.ts'
import { loadLedger, type Ledger } from './ledger.ts'

/** FOCUS knows no other days than these. */
const UTC = calendarOf('UTC')
const BATCH = 500

export interface FocusQuery extends DayRange {
  readonly version: FocusVersion
  readonly account?: string | undefined
}

/**
 * The charges of the UTC days [from, to) in the columns of FOCUS, made while it is read: each record is rated anew by
 * UTC days, so that its rows add up to it whatever the account's zone is.
 */
export async function focusCsv(
  context: AppContext,
  query: FocusQuery,
): Promise<{ fileName: string; body: ReadableStream<Uint8Array> }> {
  const { ledger } = await loadLedger(context, query)
  return {
    fileName: fileNameOf(context, ledger.account, `focus-${query.version}-${query.from}-${query.to}-utc.csv`),
    body: textStream(lines(context, ledger, query)),
  }
}

async function* lines({ store }: AppContext, ledger: Ledger, query: FocusQuery): AsyncGenerator<string> {
  const { account, prices } = ledger
  const startsAt = UTC.startOf(query.from)
  const endsAt = UTC.startOf(query.to)
  const resources = new Map(ledger.resources.map((resource) => [resource.resourceId, resource]))
  const { assignments } = await assignedOf(store, account)
  const toCharges = chargeMapper(account, resources, assignments, query)
  yield focusHeader(query.version)
  const statement = recordsWithin(store.db, account.accountId, startsAt, endsAt).compile()
  for await (const rows of store.stream(statement, BATCH)) {
    const records = recordsOf(rows)
    const statuses = await statusesOf(store, account, records)
    yield focusLines(
      records.flatMap((record) => toCharges(rate(ledger, record, resources, statuses), record.resourceName)),
      query.version,
    )
  }
  const transactions = await aiTransactionsWithin(store.db, account.accountId, startsAt, endsAt)
  yield focusLines(
    transactions.flatMap((one) => toCharges(rateTokens(one, prices, UTC), one.model)),
    query.version,
  )
}

async function statusesOf(store: Store, { accountId }: Account, records: readonly BillingRecord[]) {
  const machines = records.filter(({ kind }) => kind === 'instance').map(({ resourceId }) => resourceId)
  const changes = await findStatusChanges(store.db, accountId, [...new Set(machines)])
  return Map.groupBy(changes, ({ resourceId }) => resourceId)
}

const rate = (
  { prices, rules, asOf }: Ledger,
  record: BillingRecord,
  resources: ReadonlyMap<string, Resource>,
  statuses: ReadonlyMap<string, readonly StatusChange[]>,
): DayCharge[] =>
  rateRecord({
    record,
    resource: resources.get(record.resourceId) ?? null,
    statuses: statuses.get(record.resourceId) ?? [],
    prices,
    rules,
    calendar: UTC,
    readAt: asOf,
  })

/** Keeps the days of the period and adds what a charge does not hold: names, region and whose it is. */
function chargeMapper(
  account: Account,
  resources: ReadonlyMap<string, Resource>,
  assignments: Assignments,
  { from, to }: DayRange,
) {
  return (days: readonly DayCharge[], name: string): FocusCharge[] =>
    days
      .filter(({ day }) => day >= from && day < to)
      .flatMap((whole) => splitCharge(whole, partsOn(assignments, whole, whole.day)))
      .map((part) => {
        const resource = resources.get(part.charge.resourceId)
        return { account, ...part, resourceName: resource?.name ?? name, region: resource?.region ?? null }
      })
}
