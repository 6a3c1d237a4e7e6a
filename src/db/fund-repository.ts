import type { Selectable } from 'kysely'
import type { Fund } from '../engine/budget/index.ts'
import { formatPicos, parsePicos } from '../engine/money.ts'
import type { Instant } from '../engine/time.ts'
import type { FundTable } from './schema/fund.ts'
import type { Connection } from './store.ts'
import { isoOf } from './timestamp.ts'

export interface FundRow extends Fund {
  readonly note: string | null
}

export type NewFund = Omit<FundRow, 'fundId'>

/** By name. */
export async function findFunds(db: Connection, accountId: number): Promise<FundRow[]> {
  const rows = await db.selectFrom('fund').selectAll().where('account_id', '=', accountId).orderBy('name').execute()
  return rows.map(fundOf)
}

/** Writes funds, over those of the same name where there are any. */
export async function saveFunds(
  db: Connection,
  accountId: number,
  funds: readonly NewFund[],
  at: Instant,
): Promise<FundRow[]> {
  const saved: FundRow[] = []
  for (const fund of funds) {
    const columns = columnsOf(fund)
    const row = await db
      .insertInto('fund')
      .values({ account_id: accountId, ...columns, created_at: isoOf(at), changed_at: isoOf(at) })
      .onConflict((oc) => oc.columns(['account_id', 'name']).doUpdateSet({ ...columns, changed_at: isoOf(at) }))
      .returningAll()
      .executeTakeFirstOrThrow()
    saved.push(fundOf(row))
  }
  return saved
}

/** Null where there is none of that number; throws where another one has the name. */
export async function updateFund(
  db: Connection,
  accountId: number,
  fundId: number,
  fund: NewFund,
  at: Instant,
): Promise<FundRow | null> {
  const row = await db
    .updateTable('fund')
    .set({ ...columnsOf(fund), changed_at: isoOf(at) })
    .where('account_id', '=', accountId)
    .where('fund_id', '=', fundId)
    .returningAll()
    .executeTakeFirst()
  return row ? fundOf(row) : null
}

export async function deleteFund(db: Connection, accountId: number, fundId: number): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('fund')
    .where('account_id', '=', accountId)
    .where('fund_id', '=', fundId)
    .executeTakeFirst()
  return numDeletedRows > 0n
}

const columnsOf = ({ name, currency, amountPicos, firstDay, lastDay, drawnBy, note }: NewFund) => ({
  name,
  currency,
  amount: formatPicos(amountPicos),
  first_day: firstDay,
  last_day: lastDay,
  projects: JSON.stringify(drawnBy.project),
  owners: JSON.stringify(drawnBy.owner),
  cost_centers: JSON.stringify(drawnBy.cost_center),
  note,
})

function fundOf(row: Selectable<FundTable>): FundRow {
  const { name, currency, projects, owners, cost_centers, note } = row
  return {
    fundId: row.fund_id,
    name,
    currency,
    amountPicos: parsePicos(row.amount),
    firstDay: row.first_day,
    lastDay: row.last_day,
    drawnBy: { project: projects, owner: owners, cost_center: cost_centers },
    note,
  }
}
