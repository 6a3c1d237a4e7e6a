import {
  availableHours,
  chanceAt,
  chances,
  machinesSeen,
  neverLikelier,
  plannedStock,
  shortageLength,
  shortages,
  triedChance,
  type Attempt,
  type Availability,
} from '../../engine/capacity/index.ts'
import type { StockPool } from '../../db/stock-query-repository.ts'
import { HOUR_MS, type Instant } from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import type { CapacityDto, ChanceDto, PoolDto, TriedDto } from '../dto/capacity.ts'
import { toIso, toIsoOrNull } from '../iso.ts'
import { requireFirstIngest } from './first-ingest.ts'
import { loadStockHistory, type StockHistory } from './stock-history.ts'

export interface CapacityQuery {
  readonly region?: string | undefined
  readonly model?: string | undefined
  /** GPUs of one machine; 1 without it. */
  readonly size?: number | undefined
  readonly account?: string | undefined
}

const TREND_HOURS = 168
const TREND_STEP = 6

/** What GPUs can be had, where, when, and for how long they could not. */
export async function capacity(context: AppContext, query: CapacityQuery): Promise<CapacityDto> {
  const { account } = await requireFirstIngest(context, query.account)
  const stock = await loadStockHistory(context, account)
  const wanted = stock.pools.filter(
    ({ region, gpuModel }) =>
      (query.region === undefined || region === query.region) &&
      (query.model === undefined || gpuModel === query.model),
  )
  const size = query.size ?? 1
  const withSize = wanted.filter((pool) => sizesOf(pool).includes(size))
  return {
    asOf: toIso(context.clock()),
    zone: account.zone,
    readAt: toIsoOrNull(stock.readAt),
    size,
    sizes: [...new Set(stock.pools.flatMap(sizesOf))].sort((a, b) => a - b),
    pools: withSize.map((pool) => poolOf(pool, stock, size, account.zone)),
    untold: stock.tried
      .filter(({ region, gpuModel }) => stock.poolOf(region, gpuModel) === null)
      .filter(
        ({ region, gpuModel }) =>
          (query.region === undefined || region === query.region) &&
          (query.model === undefined || gpuModel === query.model),
      )
      .map(({ region, gpuModel, attempts }) => ({
        region,
        gpuModel,
        chance: toChanceDto(triedChance(attempts, { size, count: 1 }, context.clock())),
        tried: toTriedDto(attempts),
      })),
  }
}

/** The sizes of machine that a pool told of in its last reading; one GPU where it tells of none. */
export function sizesOf({ snapshots }: StockPool): number[] {
  const sizes = Object.keys(snapshots.at(-1)!.configurations).flatMap((name) => {
    const match = /^(\d+)x$/.exec(name)
    return match ? [Number(match[1])] : []
  })
  return sizes.length > 0 ? sizes.sort((a, b) => a - b) : [1]
}

function poolOf(pool: StockPool, stock: StockHistory, size: number, zone: string): PoolDto {
  const last = pool.snapshots.at(-1)!
  const model = stock.model(pool, { size, count: 1 })
  const { outcomes } = model.stock
  const found = shortages(model.stock)
  const { count, medianHours, hours80 } = shortageLength(found)
  const latest = found.at(-1)
  const isRunning = latest?.endsAt === null && latest.startsAt + latest.hours * HOUR_MS > last.at
  return {
    region: pool.region,
    gpuModel: pool.gpuModel,
    readAt: toIso(last.at),
    available: last.available === null ? null : `${last.available}${last.isFloor ? '+' : ''}`,
    sizes: sizesDto(pool, stock, zone),
    trend: trendOf(pool, size),
    chances: chances(model).map((chance) => (chance.kind === 'chance' ? hundredth(chance.p) : null)),
    nextWeekHours: rounded(availableHours(model.stock, outcomes.length)),
    shortages: {
      count,
      medianHours,
      hours80,
      runningSince: isRunning ? toIso(latest.startsAt) : null,
      last: latest
        ? { startsAt: toIso(latest.startsAt), endsAt: toIsoOrNull(latest.endsAt), hours: latest.hours }
        : null,
    },
    planned: { in7Days: last.planned7, ...plannedStock(pool.snapshots) },
    tried: toTriedDto(stock.attemptsOf(pool.region, pool.gpuModel)),
  }
}

function sizesDto(pool: StockPool, stock: StockHistory, zone: string): PoolDto['sizes'] {
  const last = pool.snapshots.at(-1)!
  const sizes = sizesOf(pool)
  const models = sizes.map((size) => stock.model(pool, { size, count: 1 }))
  const at = (hours: number) => neverLikelier(models.map((model) => chanceAt(model, zone, last.at + hours * HOUR_MS)))
  const [soon, tomorrow] = [at(1), at(24)]
  return sizes.map((size, i) => {
    const seen = machinesSeen(last, size)
    const chance = soon[i]!
    return {
      size,
      now: seen?.machines ?? null,
      isFloor: seen?.isFloor ?? false,
      seen: chance.kind === 'chance' ? hundredth(chance.baseRate) : null,
      inAnHour: toChanceDto(chance),
      tomorrow: toChanceDto(tomorrow[i]!),
    }
  })
}

/** The fewest and the most machines of every six hours of the last week. */
function trendOf({ snapshots }: StockPool, size: number): PoolDto['trend'] {
  const end = snapshots.at(-1)!.at
  const start = end - TREND_HOURS * HOUR_MS
  const steps = new Map<Instant, { low: number; high: number }>()
  for (const snapshot of snapshots) {
    const seen = machinesSeen(snapshot, size)
    if (snapshot.at <= start || !seen) continue
    const step = start + Math.floor((snapshot.at - start - 1) / (TREND_STEP * HOUR_MS)) * TREND_STEP * HOUR_MS
    const known = steps.get(step) ?? { low: Infinity, high: 0 }
    steps.set(step, { low: Math.min(known.low, seen.machines), high: Math.max(known.high, seen.machines) })
  }
  return [...steps].map(([at, range]) => ({ at: toIso(at), ...range }))
}

export function toChanceDto(chance: Availability): ChanceDto {
  if (chance.kind !== 'chance') return { p: null, low: null, high: null, snapshots: chance.snapshots }
  const { p, low, high, snapshots } = chance
  return { p: hundredth(p), low: hundredth(low), high: hundredth(high), snapshots }
}

/** How deploys and restores came out. */
export function toTriedDto(attempts: readonly Attempt[]): TriedDto {
  const count = (what: Attempt['what'] | null, isGood: boolean) =>
    attempts.filter((attempt) => (what === null || attempt.what === what) && attempt.isGood === isGood).length
  const of = (what: Attempt['what'] | null) => ({ good: count(what, true), failed: count(what, false) })
  return {
    ...of(null),
    deploys: of('deploy'),
    restores: of('restore'),
    lastFailedAt: toIsoOrNull(attempts.findLast(({ isGood }) => !isGood)?.at ?? null),
  }
}

function rounded(hours: ReturnType<typeof availableHours>): PoolDto['nextWeekHours'] {
  if (hours === null) return null
  const { p10, p50, p90, weeks } = hours
  return { p10: Math.round(p10), p50: Math.round(p50), p90: Math.round(p90), weeks }
}

const hundredth = (value: number) => Math.round(value * 100) / 100
