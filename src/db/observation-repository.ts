import { sql } from 'kysely'
import type { Instant } from '../engine/time.ts'
import type { Connection } from './store.ts'
import { excluded, insertRows } from './unnest.ts'

export interface BalanceObservation {
  readonly observedAt: Instant
  readonly currency: string
  /** A decimal. */
  readonly balance: string
}

export interface StockObservation {
  readonly observedAt: Instant
  readonly region: string
  readonly gpuModel: string
  /** Null where nothing readable was told. */
  readonly available: number | null
  /** '25+': at least so many. */
  readonly availableIsFloor: boolean
  readonly availableText: string | null
  readonly planned7Days: string | null
  readonly planned30Days: string | null
  readonly planned100Days: string | null
  /** Machines that could be had by GPUs of each, `{"1x": 12}`; they share the same GPUs. */
  readonly configurations: Readonly<Record<string, number>>
}

/** A second look at the same moment replaces the first. */
export async function insertBalances(tx: Connection, accountId: number, rows: readonly BalanceObservation[]) {
  if (rows.length === 0) return
  const insert = insertRows<BalanceObservation>('balance_observation', accountId, rows, {
    currency: ['text', (row) => row.currency],
    observed_at: ['timestamptz', (row) => row.observedAt],
    balance: ['numeric', (row) => row.balance],
  })
  await sql`${insert} on conflict (account_id, currency, observed_at) do update set ${excluded('balance')}`.execute(tx)
}

/** As `insertBalances`; the months of `stock_observation` must be there. */
export async function insertStock(tx: Connection, accountId: number, rows: readonly StockObservation[]) {
  if (rows.length === 0) return
  const insert = insertRows<StockObservation>('stock_observation', accountId, rows, {
    observed_at: ['timestamptz', (row) => row.observedAt],
    region: ['text', (row) => row.region],
    gpu_model: ['text', (row) => row.gpuModel],
    available: ['int4', (row) => row.available],
    available_is_floor: ['boolean', (row) => row.availableIsFloor],
    available_text: ['text', (row) => row.availableText],
    planned_7_days: ['text', (row) => row.planned7Days],
    planned_30_days: ['text', (row) => row.planned30Days],
    planned_100_days: ['text', (row) => row.planned100Days],
    configurations: ['jsonb', (row) => row.configurations],
  })
  await sql`${insert} on conflict (account_id, observed_at, region, gpu_model) do update set ${excluded(
    'available',
    'available_is_floor',
    'available_text',
    'planned_7_days',
    'planned_30_days',
    'planned_100_days',
    'configurations',
  )}`.execute(tx)
}
