import type { Instant, Throughput } from '../engine/index.ts'
import type { Connection } from './store.ts'
import { excluded, insertRows } from './unnest.ts'
import { sql } from 'kysely'

/** With the name of the work that was measured. */
export interface StoredThroughput extends Throughput {
  readonly workload: string
}

export async function findThroughputs(db: Connection, accountId: number): Promise<StoredThroughput[]> {
  return db
    .selectFrom('gpu_throughput')
    .select(['workload', 'gpu_model as model', 'gpu_count as gpuCount', 'unit', 'per_second as perSecond'])
    .where('account_id', '=', accountId)
    .orderBy('workload')
    .orderBy('gpu_model')
    .orderBy('gpu_count')
    .execute()
}

/** Keeps figures; one of the same work, model, count and unit is replaced. */
export async function saveThroughputs(
  tx: Connection,
  accountId: number,
  rows: readonly StoredThroughput[],
  at: Instant,
): Promise<void> {
  if (rows.length === 0) return
  const insert = insertRows<StoredThroughput>('gpu_throughput', accountId, rows, {
    workload: ['text', (row) => row.workload],
    gpu_model: ['text', (row) => row.model],
    gpu_count: ['int4', (row) => row.gpuCount],
    unit: ['text', (row) => row.unit],
    per_second: ['numeric', (row) => row.perSecond],
    entered_at: ['timestamptz', () => at],
  })
  await sql`${insert} on conflict (account_id, workload, gpu_model, gpu_count, unit) do update
    set ${excluded('per_second', 'entered_at')}`.execute(tx)
}

/** Takes a figure away; whether there was one. */
export async function deleteThroughput(
  db: Connection,
  accountId: number,
  { workload, model, gpuCount, unit }: Omit<StoredThroughput, 'perSecond'>,
): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('gpu_throughput')
    .where('account_id', '=', accountId)
    .where('workload', '=', workload)
    .where('gpu_model', '=', model)
    .where('gpu_count', '=', gpuCount)
    .where('unit', '=', unit)
    .executeTakeFirst()
  return numDeletedRows > 0n
}
