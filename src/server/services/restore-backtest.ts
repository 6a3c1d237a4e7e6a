import { setImmediate } from 'node:timers/promises'
import { findStatusChanges } from '../../db/ledger-query-repository.ts'
import { availabilityModel, WEEK_HOURS, type HourlyStock } from '../../engine/capacity/index.ts'
import {
  adviseSleep,
  machineHours,
  profileGrid,
  restoreRisk,
  statesBefore,
  stockBefore,
  triedRestores,
  type RestoresTried,
  type RestoreRisk,
} from '../../engine/hibernation/index.ts'
import { HOUR_MS, type DimensionFilter, type Instant } from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import type { RestoreBacktestDto } from '../dto/hibernation.ts'
import { toIso } from '../iso.ts'
import { turns } from './in-turn.ts'
import { loadLedger } from './ledger.ts'
import { loadAdvice, type Advised, type AdviceQuery } from './sleep-advice.ts'
import { partyShares } from './party-shares.ts'
import { loadSleepPlans } from './sleep-plans.ts'
import { loadStockHistory } from './stock-history.ts'
import { hundredth } from './sleep-machine.ts'

/** Weeks that the advice is tried on. */
const WEEKS = 8
const WEEK_MS = WEEK_HOURS * HOUR_MS

type Way = 'recommended' | 'riskIgnored'
type Tally = Record<Way, { restores: number; failed: number; expected: number; isExpected: boolean }>

const inTurn = turns()

/**
 * The advice as it would have been given at the beginning of each of the last weeks, from what was known then, and which of
 * its restores would have found no GPU; beside it the same advice without a look at stock. What owners say and what is
 * measured counts as of today. Of whom is named: the machines that they have a share in, as whole ones.
 */
export function restoreBacktest(
  context: AppContext,
  query: AdviceQuery & DimensionFilter & { readonly account?: string | undefined },
): Promise<RestoreBacktestDto> {
  return inTurn(async () => {
    const { ledger } = await loadLedger(context, query)
    const { account } = ledger
    const ids = ledger.resources.filter(({ type }) => type === 'instance').map(({ resourceId }) => resourceId)
    const changes = await findStatusChanges(context.store.db, account.accountId, ids)
    const statuses = Map.groupBy(changes, ({ resourceId }) => resourceId)
    const [{ advised, settings }, stock, { calendar }] = await Promise.all([
      loadAdvice(context, { ledger, statuses }, query),
      loadStockHistory(context, account),
      loadSleepPlans(context, account, context.clock()),
    ])
    const shareOf = await partyShares(context, account, query)
    const theirs = advised.filter(({ resource }) => shareOf({ ...resource, resourceType: 'instance' }) !== null)
    const machines = theirs.flatMap((machine) => {
      const { region, gpuModel, gpuCount } = machine.resource
      const pool = stock.poolOf(region, gpuModel)
      return pool ? [{ machine, stock: stock.model(pool, { size: gpuCount ?? 1, count: 1 }).stock }] : []
    })
    const weeks: RestoreBacktestDto['weeks'] = []
    const pools = new Map<string, { region: string; gpuModel: string; tally: Tally }>()
    const total = newTally()
    for (let back = Math.min(WEEKS, weeksRead(machines.map((each) => each.stock))); back >= 1; back--) {
      const madeAt = (stock.readAt ?? 0) + HOUR_MS - back * WEEK_MS
      const hours = machineHours(profileGrid(calendar, madeAt))
      const riskAt = risksAt(madeAt)
      const week = newTally()
      for (const { machine, stock: own } of machines) {
        const { region, gpuModel } = machine.resource
        const key = JSON.stringify([region, gpuModel])
        const pool = pools.get(key) ?? { region: region!, gpuModel: gpuModel!, tally: newTally() }
        pools.set(key, pool)
        const risk = riskAt(own)
        for (const [way, restore] of [
          ['recommended', risk],
          ['riskIgnored', null],
        ] as const) {
          const asleep = adviceAt(machine, restore, madeAt)
          if (!asleep) continue
          const tried = triedRestores(asleep, { stock: own, risk, madeAt })
          for (const tally of [week, pool.tally, total]) add(tally[way], tried)
        }
      }
      weeks.push({ from: toIso(madeAt), ...toDto(week) })
      // A week takes tenths of a second for hundreds of machines: others are answered in between.
      await setImmediate()

      function adviceAt({ input }: Advised, restore: RestoreRisk | null, asOf: Instant) {
        const then = { ...input, ledger: statesBefore(input.ledger, asOf), restore }
        const advice = adviseSleep(then, hours, { ...settings, asOf })
        return advice.kind === 'schedule' ? advice.asleep : null
      }
    }
    return {
      mostFailures: settings.mostFailures,
      weeks,
      pools: [...pools.values()]
        .map(({ region, gpuModel, tally }) => ({ region, gpuModel, ...toDto(tally) }))
        .filter(({ recommended, riskIgnored }) => recommended.restores + riskIgnored.restores > 0)
        .sort((a, b) => b.recommended.failed - a.recommended.failed || (a.region < b.region ? -1 : 1)),
      total: toDto(total),
    }
  })
}

/** Whole weeks of readings, less the two that are learned from before the first is tried. */
function weeksRead(stocks: readonly HourlyStock[]): number {
  const hours = Math.max(0, ...stocks.map(({ outcomes }) => outcomes.length))
  return Math.max(0, Math.floor(hours / WEEK_HOURS) - 2)
}

/** The risk as it was known at a moment, learned once for machines of one pool and size. */
function risksAt(madeAt: Instant): (stock: HourlyStock) => RestoreRisk | null {
  const known = new Map<HourlyStock, RestoreRisk | null>()
  return (stock) => {
    let risk = known.get(stock)
    if (risk === undefined) {
      risk = restoreRisk(availabilityModel(stockBefore(stock, madeAt), madeAt))
      known.set(stock, risk)
    }
    return risk
  }
}

function newTally(): Tally {
  const empty = () => ({ restores: 0, failed: 0, expected: 0, isExpected: true })
  return { recommended: empty(), riskIgnored: empty() }
}

function add(tally: Tally[Way], { seen, failed, expected }: RestoresTried): void {
  tally.restores += seen
  tally.failed += failed
  tally.expected += expected ?? 0
  if (expected === null && seen > 0) tally.isExpected = false
}

function toDto(tally: Tally): RestoreBacktestDto['total'] {
  const of = ({ restores, failed, expected, isExpected }: Tally[Way]) => ({
    restores,
    failed,
    expected: isExpected ? hundredth(expected) : null,
  })
  return { recommended: of(tally.recommended), riskIgnored: of(tally.riskIgnored) }
}
