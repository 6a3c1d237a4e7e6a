import type { Account } from '../../db/account-repository.ts'
import { findResources } from '../../db/resource-repository.ts'
import type { SleepAction } from '../../db/sleep-action-repository.ts'
import { chanceAt, type StockSnapshot } from '../../engine/capacity/index.ts'
import { momentWords } from '../../engine/clock-words.ts'
import { MINUTE_MS } from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import type { SleepCheckDto } from '../dto/sleep-check.ts'
import { loadPlanningSettings } from './planning-settings.ts'
import { sleepCheck } from './sleep-check.ts'
import { loadStockHistory } from './stock-history.ts'

/**
 * Whether a planned sleep or restore may be done at this moment: what `sleepCheck` says, and for a sleep that its GPUs are
 * likely there when it has to wake, by the stock as it was read right before (null: not told).
 */
export async function mayAct(
  context: AppContext,
  account: Account,
  { resourceId, action, until }: Pick<SleepAction, 'resourceId' | 'action' | 'until'>,
  machinesInStock: number | null,
): Promise<SleepCheckDto> {
  const said = await sleepCheck(context, { machine: resourceId, action, account: account.slug })
  if (!said.may || action === 'restore' || until === null) return said
  const [resources, stock, { mostFailures, restoreMinutes }] = await Promise.all([
    findResources(context.store.db, account.accountId),
    loadStockHistory(context, account),
    loadPlanningSettings(context, account),
  ])
  const machine = resources.find((resource) => resource.resourceId === resourceId)
  const pool = stock.poolOf(machine?.region ?? null, machine?.gpuModel ?? null)
  if (!pool) return said
  const size = machine?.gpuCount ?? 1
  const now = context.clock()
  const model = stock.modelWith(pool, { size, count: 1 }, snapshotOf(size, machinesInStock, now))
  const chance = chanceAt(model, account.zone, until - restoreMinutes * MINUTE_MS)
  if (chance.kind !== 'chance' || 1 - chance.p <= mostFailures) return said
  const failure = Math.round((1 - chance.p) * 100)
  return {
    may: false,
    because: `${failure} in 100 that there is no GPU when it has to wake ${momentWords(until, account.zone, now)}; the limit is ${Math.round(mostFailures * 100)}`,
  }
}

function snapshotOf(size: number, machines: number | null, at: number): StockSnapshot | null {
  if (machines === null) return null
  return { at, available: null, isFloor: false, configurations: { [`${size}x`]: machines }, planned7: null }
}
