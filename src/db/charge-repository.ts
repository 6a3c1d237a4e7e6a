import { sql } from 'kysely'
import { formatPicos } from '../engine/money.ts'
import type { ChargeState, DayCharge, HourCharge } from '../engine/rating/charge.ts'
import type { Connection } from './store.ts'
import { insertRows } from './unnest.ts'

/** An hour's charge with the region that it is rolled up under ('unknown' where it was never seen). */
export interface RegionHourCharge extends HourCharge {
  readonly region: string
}

/** Takes the day rows of some records away. */
export async function deleteDayCharges(tx: Connection, accountId: number, recordIds: readonly string[]) {
  if (recordIds.length === 0) return
  await sql`delete from charge_day
    where account_id = ${accountId} and record_id = any(${recordIds}::text[])`.execute(tx)
}

/** The months of `charge_day` must be there. */
export async function insertDayCharges(tx: Connection, accountId: number, rows: readonly DayCharge[]) {
  if (rows.length === 0) return
  await insertRows<DayCharge>('charge_day', accountId, rows, {
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
    quantity: ['numeric', (row) => formatPicos(row.quantityPicos)],
    unit: ['text', (row) => row.unit],
    seconds: ['int8', (row) => row.seconds],
    billed: ['numeric', (row) => formatPicos(row.billedPicos)],
    expected: ['numeric', (row) => (row.expectedPicos === null ? null : formatPicos(row.expectedPicos))],
  }).execute(tx)
}

/** Moves the hour rows by differences, each key once; a row that holds neither time nor money any more goes. */
export async function addHourCharges(tx: Connection, accountId: number, rows: readonly RegionHourCharge[]) {
  if (rows.length === 0) return
  const insert = insertRows<RegionHourCharge>('charge_hour', accountId, rows, {
    hour: ['timestamptz', (row) => row.hourAt],
    currency: ['text', (row) => row.currency],
    region: ['text', (row) => row.region],
    sku: ['text', (row) => row.sku],
    state: ['text', (row): ChargeState => row.state],
    seconds: ['int8', (row) => row.seconds],
    billed: ['numeric', (row) => formatPicos(row.billedPicos)],
  })
  await sql`${insert} on conflict (account_id, hour, currency, region, sku, state) do update
    set seconds = charge_hour.seconds + excluded.seconds, billed = charge_hour.billed + excluded.billed`.execute(tx)
  const taken = rows.filter((row) => row.seconds < 0 || row.billedPicos < 0n).map((row) => row.hourAt)
  if (taken.length === 0) return
  await sql`delete from charge_hour where account_id = ${accountId} and seconds = 0 and billed = 0
    and hour between ${new Date(Math.min(...taken)).toISOString()}::timestamptz
      and ${new Date(Math.max(...taken)).toISOString()}::timestamptz`.execute(tx)
}

/** Takes all charges of an account away, before they are rated anew. */
export async function deleteCharges(tx: Connection, accountId: number): Promise<void> {
  await tx.deleteFrom('charge_day').where('account_id', '=', accountId).execute()
  await tx.deleteFrom('charge_hour').where('account_id', '=', accountId).execute()
}
