import { sql } from 'kysely'
import type { Instant } from '../engine/time.ts'
import type { Connection } from './store.ts'
import { timestamptz } from './timestamp.ts'
import { excluded, insertRows } from './unnest.ts'

/** The mean use of a machine's GPUs in one hour, 0 to 1. */
export interface UtilisationHour {
  readonly resourceId: string
  readonly hourAt: Instant
  readonly busy: number
}

/** A later measurement of the same hour replaces the earlier one. */
export async function upsertUtilisation(db: Connection, accountId: number, rows: readonly UtilisationHour[]) {
  if (rows.length === 0) return
  const insert = insertRows<UtilisationHour>('utilisation_hour', accountId, rows, {
    resource_id: ['text', (row) => row.resourceId],
    hour: ['timestamptz', (row) => row.hourAt],
    busy: ['numeric', (row) => row.busy.toFixed(6)],
  })
  await sql`${insert} on conflict (account_id, resource_id, hour) do update set ${excluded('busy')}`.execute(db)
}

/** Forgets what is too old to say anything. */
export async function dropUtilisationBefore(db: Connection, accountId: number, before: Instant): Promise<void> {
  await db
    .deleteFrom('utilisation_hour')
    .where('account_id', '=', accountId)
    .where('hour', '<', timestamptz(before))
    .execute()
}

/** By machine, hour -> how busy. */
export async function findUtilisation(
  db: Connection,
  accountId: number,
  since: Instant,
): Promise<Map<string, Map<Instant, number>>> {
  const rows = await db
    .selectFrom('utilisation_hour')
    .select(['resource_id', 'hour', 'busy'])
    .where('account_id', '=', accountId)
    .where('hour', '>=', timestamptz(since))
    .execute()
  const machines = new Map<string, Map<Instant, number>>()
  for (const row of rows) {
    const hours = machines.get(row.resource_id) ?? new Map<Instant, number>()
    machines.set(row.resource_id, hours.set(row.hour, Number(row.busy)))
  }
  return machines
}
