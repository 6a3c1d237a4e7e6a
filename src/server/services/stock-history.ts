import { findStockPools, type StockPool } from '../../db/stock-query-repository.ts'
import type { Account } from '../../db/account-repository.ts'
import {
  availabilityModel,
  hourGrid,
  hourlyStock,
  type AvailabilityModel,
  type StockQuestion,
  type StockSnapshot,
} from '../../engine/capacity/index.ts'
import { HOUR_MS, type Instant } from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import { keep } from './kept.ts'

/** The stock that was seen, and what was learned of it; each question is learned once. */
export interface StockHistory {
  readonly pools: readonly StockPool[]
  /** When stock was last read; null where it never was. */
  readonly readAt: Instant | null
  model(pool: StockPool, question: StockQuestion): AvailabilityModel
  /** The same with one reading more, as new as this moment; the last hour is that of the reading. */
  modelWith(pool: StockPool, question: StockQuestion, fresh: StockSnapshot | null): AvailabilityModel
  poolOf(region: string | null, gpuModel: string | null): StockPool | null
}

/** Half a year: what is older weighs under a tenth. */
const HISTORY_MS = 182 * 24 * HOUR_MS

export async function loadStockHistory(context: AppContext, account: Account): Promise<StockHistory> {
  return keep(context.store, account, 'stock', async () => {
    const since = context.clock() - HISTORY_MS
    return historyOf(await findStockPools(context.store.db, account.accountId, since), account.zone)
  })
}

function historyOf(pools: readonly StockPool[], zone: string): StockHistory {
  let first = Infinity
  let readAt: Instant | null = null
  for (const { snapshots } of pools) {
    first = Math.min(first, snapshots[0]!.at)
    readAt = Math.max(readAt ?? 0, snapshots.at(-1)!.at)
  }
  const grid = readAt === null ? null : hourGrid(zone, first, readAt + HOUR_MS)
  const models = new Map<string, AvailabilityModel>()
  return {
    pools,
    readAt,
    model: (pool, question) => {
      const key = JSON.stringify([pool.region, pool.gpuModel, question.size, question.count])
      let model = models.get(key)
      if (!model) {
        model = availabilityModel(hourlyStock(pool.snapshots, question, grid!), readAt!)
        models.set(key, model)
      }
      return model
    },
    modelWith: (pool, question, fresh) => {
      const snapshots = fresh ? [...pool.snapshots, fresh] : pool.snapshots
      const last = snapshots.at(-1)!.at
      const wider = hourGrid(zone, first, last + HOUR_MS)
      return availabilityModel(hourlyStock(snapshots, question, wider), last)
    },
    poolOf: (region, gpuModel) => pools.find((pool) => pool.region === region && pool.gpuModel === gpuModel) ?? null,
  }
}
