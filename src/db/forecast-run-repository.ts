import type { Selectable } from 'kysely'
import type { Instant, Interval } from '../engine/time.ts'
import type { JsonObject } from './schema/column.ts'
import type { ForecastRunTable } from './schema/forecast-run.ts'
import type { Connection } from './store.ts'
import { isoOf, timestamptz } from './timestamp.ts'

/** What was forecast when, of one wallet over [startsAt, endsAt). */
export interface ForecastRun {
  readonly madeAt: Instant
  readonly currency: string
  readonly startsAt: Instant
  readonly endsAt: Instant
  readonly method: string
  /** Decimals. */
  readonly billedSoFar: string
  readonly p10: string
  readonly p50: string
  readonly p90: string
  readonly detail: JsonObject
}

/** Keeps forecasts; one that is made again at the same moment takes the place of the first. */
export async function saveForecastRuns(db: Connection, accountId: number, runs: readonly ForecastRun[]): Promise<void> {
  if (runs.length === 0) return
  await db
    .insertInto('forecast_run')
    .values(
      runs.map((run) => ({
        account_id: accountId,
        made_at: isoOf(run.madeAt),
        currency: run.currency,
        starts_at: isoOf(run.startsAt),
        ends_at: isoOf(run.endsAt),
        method: run.method,
        billed_so_far: run.billedSoFar,
        p10: run.p10,
        p50: run.p50,
        p90: run.p90,
        detail: JSON.stringify(run.detail),
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['account_id', 'made_at', 'currency', 'starts_at', 'ends_at']).doUpdateSet((eb) => ({
        method: eb.ref('excluded.method'),
        billed_so_far: eb.ref('excluded.billed_so_far'),
        p10: eb.ref('excluded.p10'),
        p50: eb.ref('excluded.p50'),
        p90: eb.ref('excluded.p90'),
        detail: eb.ref('excluded.detail'),
      })),
    )
    .execute()
}

/** When the last forecasts were made; null before the first. */
export async function lastForecastAt(db: Connection, accountId: number): Promise<Instant | null> {
  const row = await db
    .selectFrom('forecast_run')
    .select((eb) => eb.fn.max('made_at').as('madeAt'))
    .where('account_id', '=', accountId)
    .executeTakeFirst()
  return (row?.madeAt as Instant | null | undefined) ?? null
}

/** The forecasts of windows that had ended by an instant, in the order in which they were made. */
export async function findForecastRuns(db: Connection, accountId: number, endedBy: Instant): Promise<ForecastRun[]> {
  const rows = await db
    .selectFrom('forecast_run')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('ends_at', '<=', timestamptz(endedBy))
    .orderBy('made_at')
    .orderBy('currency')
    .orderBy('starts_at')
    .execute()
  return rows.map(toRun)
}

/** The last forecast of each wallet of one window that was made by an instant. */
export async function lastForecastsOf(
  db: Connection,
  accountId: number,
  { startsAt, endsAt }: Interval,
  madeBy: Instant,
): Promise<ForecastRun[]> {
  const rows = await db
    .selectFrom('forecast_run')
    .selectAll()
    .distinctOn('currency')
    .where('account_id', '=', accountId)
    .where('starts_at', '=', timestamptz(startsAt))
    .where('ends_at', '=', timestamptz(endsAt))
    .where('made_at', '<=', timestamptz(madeBy))
    .orderBy('currency')
    .orderBy('made_at', 'desc')
    .execute()
  return rows.map(toRun)
}

const toRun = (row: Selectable<ForecastRunTable>): ForecastRun => ({
  madeAt: row.made_at,
  currency: row.currency,
  startsAt: row.starts_at,
  endsAt: row.ends_at,
  method: row.method,
  billedSoFar: row.billed_so_far,
  p10: row.p10,
  p50: row.p50,
  p90: row.p90,
  detail: row.detail,
})
