import { findGpuSpecs } from '../../db/gpu-spec-repository.ts'
import { latestBalances } from '../../db/overview-query-repository.ts'
import type { StockPool } from '../../db/stock-query-repository.ts'
import { chanceAt, triedChance } from '../../engine/capacity/index.ts'
import {
  baselineFrom,
  parsePicos,
  planBaseline,
  withSharers,
  type DayRange,
  type PlanBaseline,
  type PlanInput,
  type StockChance,
} from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import { assignedOf, partsOn } from './assigned.ts'
import { extentOf } from './extent.ts'
import { keep } from './kept.ts'
import { forecastThread, isSmall, loadForeseen } from './foresee.ts'
import type { Ledger } from './ledger.ts'
import { loadStockHistory, type StockHistory } from './stock-history.ts'

export interface Plan {
  readonly ledger: Ledger
  readonly baseline: PlanBaseline
  readonly stockChance: StockChance
}

/** Windows that a reader goes to and fro between. */
const MOST_KEPT = 6

const baselines = new WeakMap<Ledger, Map<string, Promise<PlanBaseline>>>()

/** The plan as it stands over a window; forecast once for as long as its ledger stands. */
export async function loadPlan(
  context: AppContext,
  query: { account?: string | undefined; window?: DayRange | undefined },
): Promise<Plan> {
  const { ledger } = await loadForeseen(context, { account: query.account, from: query.window?.from })
  const { account, calendar } = ledger
  const { db } = context.store
  const [stock, { currencies }, sold] = await Promise.all([
    loadStockHistory(context, account),
    extentOf(context, account),
    keep(context.store, account, 'what is sold and held', async () => ({
      specs: await findGpuSpecs(db, account.accountId),
      balances: await latestBalances(db, account.accountId),
    })),
  ])
  const window = query.window ?? threeMonths(ledger, context.clock())
  const kept = baselines.get(ledger) ?? new Map<string, Promise<PlanBaseline>>()
  baselines.set(ledger, kept)
  const key = `${window.from} ${window.to}`
  let making = kept.get(key)
  if (!making) {
    const held = sold.balances.filter(({ currency }) => currencies.includes(currency))
    making = ownedBaseline(context, ledger, {
      window,
      catalog: sold.specs.map(({ gpuModel, tier, gpuCount, vramGb, canHibernate, regions }) => ({
        gpuModel,
        tier,
        gpuCount,
        memoryGb: vramGb,
        canHibernate,
        regions,
      })),
      balances: held.map(({ currency, balance, observedAt }) => ({
        currency,
        balancePicos: parsePicos(balance),
        readAt: observedAt,
      })),
    })
    if (kept.size >= MOST_KEPT) kept.clear()
    kept.set(key, making)
    making.catch(() => kept.delete(key))
  }
  const baseline = await making
  return { ledger, baseline, stockChance: stockChanceOf(stock, calendar.zone, ledger.asOf) }
}

type Window = Pick<PlanInput, 'window' | 'catalog' | 'balances'>

/** With whose the resources are on the day of the ledger: a scenario chooses by it. */
async function ownedBaseline({ store }: AppContext, ledger: Ledger, asked: Window): Promise<PlanBaseline> {
  const [baseline, { assignments }] = await Promise.all([baselineOf(ledger, asked), assignedOf(store, ledger.account)])
  const day = ledger.calendar.dayOf(ledger.asOf)
  return withSharers(baseline, ({ lineId, currency, present }) => {
    const resource = { resourceType: present?.asset.kind ?? 'instance', resourceId: lineId, currency }
    const parts = partsOn(assignments, resource, day)
    // Who has no share of what is shared does not use it.
    return parts.length === 1 ? parts : parts.filter(({ weight }) => weight > 0n)
  })
}

/** A year of a large plan takes a second: the thread that holds the ledger's forecast makes it. */
async function baselineOf(ledger: Ledger, asked: Window): Promise<PlanBaseline> {
  if (isSmall(ledger)) return planBaseline({ ...ledger, ...asked })
  const sent = await forecastThread().ask(ledger, { kind: 'plan', asOf: ledger.asOf, ...asked })
  return baselineFrom(sent, { ...ledger, window: asked.window })
}

/** The month that runs and the two after it. */
function threeMonths({ calendar }: Ledger, now: number): DayRange {
  const month = calendar.monthOf(now)
  const second = calendar.monthOf(calendar.startOf(month.to))
  return { from: month.from, to: calendar.monthOf(calendar.startOf(second.to)).to }
}

const chances = new WeakMap<StockHistory, Map<string, number | null>>()
const MOST_CHANCES = 20_000

/** By the stock that was seen; of any region the best one. Each question is asked once for as long as nothing is read. */
function stockChanceOf(stock: StockHistory, zone: string, asOf: number): StockChance {
  const known = chances.get(stock) ?? new Map<string, number | null>()
  chances.set(stock, known)
  const chanceIn = (pool: StockPool, size: number, count: number, at: number): number | null => {
    const answer = chanceAt(stock.model(pool, { size, count }), zone, at)
    return answer.kind === 'chance' ? answer.p : null
  }
  const triedIn = (region: string | null, gpuModel: string, size: number, count: number): number[] =>
    stock.tried
      .filter((pool) => pool.gpuModel === gpuModel && (region ?? pool.region) === pool.region)
      .flatMap(({ attempts }) => {
        const answer = triedChance(attempts, { size, count }, asOf)
        return answer.kind === 'chance' ? [answer.p] : []
      })
  return ({ region, gpuModel, gpuCount, machines, at }) => {
    const key = JSON.stringify([region, gpuModel, gpuCount, machines, at])
    let chance = known.get(key)
    if (chance === undefined) {
      const pools = stock.pools.filter((pool) => pool.gpuModel === gpuModel && (region ?? pool.region) === pool.region)
      const chances = pools.flatMap((pool) => chanceIn(pool, gpuCount, machines, at) ?? [])
      // Where no stock is told, by the deploys and restores that were seen.
      if (pools.length === 0) chances.push(...triedIn(region, gpuModel, gpuCount, machines))
      chance = chances.length === 0 ? null : Math.max(...chances)
      if (known.size >= MOST_CHANCES) known.clear()
      known.set(key, chance)
    }
    return chance
  }
}
