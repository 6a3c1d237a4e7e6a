import { sql, type RawBuilder } from 'kysely'
import type { DayCharge, DayRange, ResourceType } from '../engine/index.ts'
import { joinAssignedParts, ofParties, shareOf, type AssignedParties } from './assigned-parts.ts'
import { toDayCharge } from './day-charge-row.ts'
import type { Connection } from './store.ts'

/**
 * The charges of one type of resource in [from, to), added up over resources and records: what remains is a line per
 * wallet, model, size and state, in the form of a charge of the period. Of some parties alone their shares.
 */
export async function findDayCharges(
  db: Connection,
  accountId: number,
  { from, to }: DayRange,
  type: ResourceType,
  theirs: AssignedParties | null = null,
): Promise<DayCharge[]> {
  const of = (amount: RawBuilder<unknown>, places: 0 | 12) => (theirs ? shareOf(amount, places) : amount)
  const { rows } = await sql<{
    currency: string
    sku: string
    tier: string | null
    gpu_model: string | null
    gpu_count: number | null
    state: DayCharge['state']
    unit: DayCharge['unit']
    quantity: string
    seconds: number
    billed: string
  }>`
    select currency, sku, tier, gpu_model, gpu_count, state, unit, sum(${of(sql`c.quantity`, 12)}) as quantity,
      sum(${of(sql`c.seconds`, 0)})::int8 as seconds, sum(${of(sql`c.billed`, 12)}) as billed
    from charge_day c ${theirs ? joinAssignedParts(theirs.assignments) : sql``}
    where c.account_id = ${accountId} and c.day >= ${from}::date and c.day < ${to}::date and c.resource_type = ${type}
      ${theirs ? sql`and ${ofParties(theirs.only)}` : sql``}
    group by currency, sku, tier, gpu_model, gpu_count, state, unit
    order by currency, sku, gpu_count, state`.execute(db)
  const whole = { day: from, record_id: '', resource_id: '', resource_type: type, expected: null }
  return rows.map((row) => toDayCharge({ ...row, ...whole }))
}

/** The charges of the days [from, to), each with the name that its bill has for the resource. */
export async function findDayChargesWithin(
  db: Connection,
  accountId: number,
  { from, to }: DayRange,
): Promise<{ charge: DayCharge; name: string | null }[]> {
  const rows = await db
    .selectFrom('charge_day as c')
    .leftJoin('billing_record as b', (join) =>
      join.onRef('b.account_id', '=', 'c.account_id').onRef('b.record_id', '=', 'c.record_id'),
    )
    .select(['c.day', 'c.record_id', 'c.state', 'c.sku', 'c.resource_id', 'c.resource_type', 'c.currency', 'c.tier'])
    .select(['c.gpu_model', 'c.gpu_count', 'c.quantity', 'c.unit', 'c.seconds', 'c.billed', 'c.expected'])
    .select('b.resource_name as name')
    .where('c.account_id', '=', accountId)
    .where('c.day', '>=', from)
    .where('c.day', '<', to)
    .orderBy('c.day')
    .orderBy('c.record_id')
    .execute()
  return rows.map((row) => ({ name: row.name, charge: toDayCharge(row) }))
}
