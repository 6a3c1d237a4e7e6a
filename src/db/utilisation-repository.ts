import { sql } from 'kysely'
import { HOUR_MS, type Instant } from '../engine/time.ts'
import type { Connection } from './store.ts'
import { isoOf, timestamptz } from './timestamp.ts'
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

export interface UtilisationSample {
  readonly resourceId: string
  readonly at: Instant
  readonly busy: number
}

/** Adds one sample to the mean of its hour. */
export async function addUtilisationSample(
  db: Connection,
  accountId: number,
  { resourceId, at, busy }: UtilisationSample,
): Promise<void> {
  const hour = isoOf(Math.floor(at / HOUR_MS) * HOUR_MS)
  const value = busy.toFixed(6)
  await sql`
    insert into utilisation_hour (account_id, resource_id, hour, busy, samples, last_at, last_busy)
    values (${accountId}::int4, ${resourceId}, ${hour}::timestamptz, ${value}::numeric, 1, ${isoOf(at)}::timestamptz, ${value}::numeric)
    on conflict (account_id, resource_id, hour) do update set
      busy = (utilisation_hour.busy * utilisation_hour.samples + excluded.busy) / (utilisation_hour.samples + 1),
      samples = utilisation_hour.samples + 1,
      last_at = excluded.last_at,
      last_busy = excluded.last_busy`.execute(db)
}

/**
 * The last that was measured of each machine since a moment: a sample, or the mean of an hour, taken as of its end.
 */
export async function latestUtilisation(
  db: Connection,
  accountId: number,
  since: Instant,
): Promise<Map<string, { at: Instant; busy: number }>> {
  const rows = await db
    .selectFrom('utilisation_hour')
    .select(['resource_id', 'hour', 'busy', 'last_at', 'last_busy'])
    .where('account_id', '=', accountId)
    .where('hour', '>=', timestamptz(since - HOUR_MS))
    .orderBy('hour')
    .execute()
  return new Map(
    rows.map((row) => [
      row.resource_id,
      row.last_at === null
        ? { at: row.hour + HOUR_MS, busy: Number(row.busy) }
        : { at: row.last_at, busy: Number(row.last_busy) },
    ]),
  )
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
