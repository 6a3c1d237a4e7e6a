import { sql } from 'kysely'
import type { DayCharge } from '../engine/rating/charge.ts'
import { copyRows } from './copy-rows.ts'
import type { Connection } from './store.ts'

/** Takes the day rows of some records away. */
export async function deleteDayCharges(tx: Connection, accountId: number, recordIds: readonly string[]) {
  if (recordIds.length === 0) return
  await sql`delete from charge_day
    where account_id = ${accountId} and record_id = any(${recordIds}::text[])`.execute(tx)
}

/** Adds day rows of records that have none; the months of `charge_day` must be there. */
export async function insertDayCharges(tx: Connection, accountId: number, rows: Iterable<DayCharge>) {
  await copyRows<DayCharge>(tx, 'charge_day', accountId, rows, {
    day: ['date', (row) => row.day],
    record_id: ['text', (row) => row.recordId],
    state: ['text', (row) => row.state],
    sku: ['text', (row) => row.sku],
    resource_id: ['text', (row) => row.resourceId],
    resource_type: ['text', (row) => row.resourceType],
    currency: ['text', (row) => row.currency],
    tier: ['text', (row) => row.tier],
    gpu_model: ['text', (row) => row.gpuModel],
    gpu_count: ['int4', (row) => row.gpuCount],
    quantity: ['picos', (row) => row.quantityPicos],
    unit: ['text', (row) => row.unit],
    seconds: ['int8', (row) => row.seconds],
    billed: ['picos', (row) => row.billedPicos],
    expected: ['picos', (row) => row.expectedPicos],
    inferred: ['boolean', (row) => row.inferred ?? false],
  })
}

/** Takes all charges of an account away, before they are rated anew. */
export async function deleteCharges(tx: Connection, accountId: number): Promise<void> {
  await tx.deleteFrom('charge_day').where('account_id', '=', accountId).execute()
}
