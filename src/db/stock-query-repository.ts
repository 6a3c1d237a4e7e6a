import { sql } from 'kysely'
import type { StockSnapshot } from '../engine/capacity/index.ts'
import type { Instant } from '../engine/time.ts'
import type { Connection } from './store.ts'
import { timestamptz } from './timestamp.ts'

/** The stock of one GPU model in one region over time. */
export interface StockPool {
  readonly region: string
  readonly gpuModel: string
  /** In the order of time. */
  readonly snapshots: readonly StockSnapshot[]
}

/**
 * Everything read of the stock list since an instant. One row per pool with one line of text per snapshot: an hour of
 * history costs a line, not a row that has to be carried from the store one by one.
 */
export async function findStockPools(db: Connection, accountId: number, since: Instant): Promise<StockPool[]> {
  const { rows } = await sql<{ region: string; gpu_model: string; lines: string }>`
    select region, gpu_model, string_agg(
      (extract(epoch from observed_at) * 1000)::bigint::text
        || '|' || coalesce(available::text, '') || '|' || (case when available_is_floor then '+' else '' end)
        || '|' || coalesce(planned_7_days, '') || '|' || configurations::text,
      chr(10) order by observed_at
    ) as lines
    from stock_observation
    where account_id = ${accountId} and observed_at >= ${timestamptz(since)}
    group by region, gpu_model
    order by region, gpu_model`.execute(db)
  const known = new Map<string, Record<string, number>>()
  const configurationsOf = (text: string): Record<string, number> => {
    let configurations = known.get(text)
    if (!configurations) known.set(text, (configurations = JSON.parse(text) as Record<string, number>))
    return configurations
  }
  return rows.map(({ region, gpu_model: gpuModel, lines }) => ({
    region,
    gpuModel,
    snapshots: lines.split('\n').map((line) => {
      const [at, available, floor, planned, ...configurations] = line.split('|')
      return {
        at: Number(at),
        available: available === '' ? null : Number(available),
        isFloor: floor === '+',
        planned7: planned === '' ? null : planned!,
        configurations: configurationsOf(configurations.join('|')),
      }
    }),
  }))
}
