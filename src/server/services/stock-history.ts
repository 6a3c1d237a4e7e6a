import { findAttempts, type PoolAttempt } from '../../db/attempt-query-repository.ts'
import { findStockPools, type StockPool } from '../../db/stock-query-repository.ts'
import type { Account } from '../../db/account-repository.ts'
import {
  availabilityModel,
  hourGrid,
  hourlyStock,
  withAttempts,
  type AvailabilityModel,
  type HourGrid,
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
  /** The deploys and restores that were seen, by pool, also of pools of which no stock is told. */
  readonly tried: readonly TriedPool[]
  attemptsOf(region: string | null, gpuModel: string | null): readonly PoolAttempt[]
}

export interface TriedPool {
  readonly region: string
  readonly gpuModel: string
  readonly attempts: readonly PoolAttempt[]
}

/** Half a year: what is older weighs under a tenth. */
const HISTORY_MS = 182 * 24 * HOUR_MS

export async function loadStockHistory(context: AppContext, account: Account): Promise<StockHistory> {
  return keep(context.store, account, 'stock', async () => {
    const since = context.clock() - HISTORY_MS
    const { db } = context.store
    const [pools, attempts] = await Promise.all([
      findStockPools(db, account.accountId, since),
      findAttempts(db, account.accountId, since),
    ])
    return historyOf(pools, attempts, account.zone)
  })
}

function historyOf(pools: readonly StockPool[], attempts: readonly PoolAttempt[], zone: string): StockHistory {
  const byPool = Map.groupBy(attempts, ({ region, gpuModel }) => JSON.stringify([region, gpuModel]))
  const attemptsOf = (region: string | null, gpuModel: string | null) =>
    byPool.get(JSON.stringify([region, gpuModel])) ?? []
  const answered = (pool: StockPool, snapshots: readonly StockSnapshot[], question: StockQuestion, grid: HourGrid) =>
    withAttempts(hourlyStock(snapshots, question, grid), question, attemptsOf(pool.region, pool.gpuModel))
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
        model = availabilityModel(answered(pool, pool.snapshots, question, grid!), readAt!)
        models.set(key, model)
      }
      return model
    },
    modelWith: (pool, question, fresh) => {
      const snapshots = fresh ? [...pool.snapshots, fresh] : pool.snapshots
      const last = snapshots.at(-1)!.at
      const wider = hourGrid(zone, first, last + HOUR_MS)
      return availabilityModel(answered(pool, snapshots, question, wider), last)
    },
    attemptsOf,
    tried: [...byPool.values()].map((own) => ({
      region: own[0]!.region,
      gpuModel: own[0]!.gpuModel,
      attempts: own,
    })),
    poolOf: (region, gpuModel) => pools.find((pool) => pool.region === region && pool.gpuModel === gpuModel) ?? null,
  }
}
