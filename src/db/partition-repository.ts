import { sql, type Kysely, type RawBuilder } from 'kysely'
import type { Day, Instant } from '../engine/time.ts'
import type { Database, Store } from './store.ts'

/** The tables that are partitioned by month, with what their bounds are made of. */
const PARTITIONED = {
  billing_record_version: 'timestamptz',
  charge_day: 'date',
  stock_observation: 'timestamptz',
} as const satisfies Partial<Record<keyof Database, 'date' | 'timestamptz'>>

export type PartitionedTable = keyof typeof PARTITIONED

/** Any number that no other advisory lock of ours has. */
const LOCK = 20_261_123

/** What is known to be there, so that a write asks the store only for months that are new to this process. */
const known = new WeakMap<Kysely<Database>, Set<string>>()

/**
 * Makes the partitions of every month that touches [from, to], both ends included; what is there stays. Instants count
 * by their UTC month. Call it before the transaction that writes: inside it would wait for itself on PGlite.
 * Processes that do it at once take turns; readers and writers of the table go on.
 */
export async function ensureMonths(
  { db }: Pick<Store, 'db'>,
  table: PartitionedTable,
  from: Day | Instant,
  to: Day | Instant,
): Promise<void> {
  const there = known.get(db) ?? new Set()
  known.set(db, there)
  const missing = monthsBetween(from, to).filter((month) => !there.has(partitionName(table, month)))
  if (missing.length === 0) return
  await db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(${LOCK})`.execute(tx)
    for (const month of missing) await createMonth(tx, table, month)
  })
  for (const month of missing) there.add(partitionName(table, month))
}

/** Made beside the table and then attached: making it as a partition at once would lock out every reader. */
async function createMonth(db: Kysely<Database>, table: PartitionedTable, month: string): Promise<void> {
  const name = partitionName(table, month)
  const { rows } = await sql<{ found: boolean }>`select to_regclass(${name}) is not null as found`.execute(db)
  if (rows[0]?.found) return
  const bound = (of: string): RawBuilder<unknown> =>
    sql.lit(PARTITIONED[table] === 'date' ? `${of}-01` : `${of}-01T00:00:00Z`)
  await sql`create table ${sql.table(name)} (like ${sql.table(table)} including all)`.execute(db)
  await sql`alter table ${sql.table(table)} attach partition ${sql.table(name)}
    for values from (${bound(month)}) to (${bound(monthAfter(month))})`.execute(db)
}

/** charge_day, '2026-03' gives charge_day_2026_03. */
function partitionName(table: PartitionedTable, month: string): string {
  return `${table}_${month.replace('-', '_')}`
}

/** The months 'YYYY-MM' that touch [from, to]; none when `to` is earlier. */
function monthsBetween(from: Day | Instant, to: Day | Instant): string[] {
  const months: string[] = []
  const last = monthOf(to)
  for (let month = monthOf(from); month <= last; month = monthAfter(month)) months.push(month)
  return months
}

function monthOf(of: Day | Instant): string {
  return (typeof of === 'string' ? of : new Date(of).toISOString()).slice(0, 7)
}

function monthAfter(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number)
  return new Date(Date.UTC(year, number)).toISOString().slice(0, 7)
}
