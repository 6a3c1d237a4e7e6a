import { setImmediate } from 'node:timers/promises'
import {
  DEFAULT_SCALING_EFFICIENCY,
  describeWeek,
  formatPicos,
  HOUR_MS,
  mulDiv,
  optimise,
  parsePicos,
  PICOS,
  publishedFigures,
  unitOf,
  type Instant,
  type Option,
  type PlanBaseline,
  type RunningHours,
  type StockChance,
} from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import type { OptimiseBody, OptimiseDto } from '../dto/optimise.ts'
import { toIso, toIsoOrNull } from '../iso.ts'
import { invalidParameter } from '../problem.ts'
import { extentOf } from './extent.ts'
import { loadPlan } from './plan.ts'

const USUAL_MACHINES = [1, 2, 4, 8]
const ALWAYS: RunningHours = { week: null, off: 'hibernate' }

/** Options beside the front that are told; a chart shows no more. */
const MOST_OTHERS = 500

/** Every way of doing a piece of work that is sold, and the front of cost against finish time in each wallet. */
export async function optimiseWork(
  context: AppContext,
  body: OptimiseBody,
  query: { account?: string | undefined },
): Promise<OptimiseDto> {
  const { ledger, baseline, stockChance } = await loadPlan(context, query)
  const { calendar, asOf, account } = ledger
  const startsAt = body.from === undefined ? asOf : Math.max(asOf, calendar.startOf(body.from))
  const deadlineAt = body.deadline === undefined ? null : calendar.endOf(body.deadline)
  if (startsAt >= baseline.clock.horizonAt) throw invalidParameter('from', 'lies beyond the year that is planned')
  if (deadlineAt !== null && deadlineAt <= startsAt) throw invalidParameter('deadline', 'is over before it starts')
  const { work } = body
  const hours = body.hours ?? [ALWAYS]
  const machines = body.machines ?? USUAL_MACHINES
  await learnStock(baseline, machines, startsAt, stockChance)
  const { options, wallets, leftOut } = optimise({
    baseline,
    work,
    startsAt,
    deadlineAt,
    memoryGb: body.memoryGb,
    gpuModels: body.gpuModels,
    regions: body.regions,
    tiers: body.tiers,
    currencies: body.currencies ?? (await extentOf(context, account)).currencies,
    machines,
    hours,
    figuresOf: publishedFigures,
    stockChance,
    leastChance: body.leastChance ?? 0,
  })
  const unit = unitOf(work)
  const amountPicos = parsePicos(work.amount)
  const toOptionDto = (option: Option): OptimiseDto['wallets'][number]['front'][number] => {
    const {
      costPicos,
      onMs,
      onPicos,
      asleepMs,
      asleepPicos,
      finishAt,
      hours: chosen,
      isSureEnough: _,
      ...rest
    } = option
    return {
      ...rest,
      hours: describeHours(chosen),
      rhythm: hours.indexOf(chosen),
      cost: formatPicos(costPicos),
      onHours: onMs / HOUR_MS,
      onPerHour: formatPicos(onPicos),
      asleepHours: asleepMs / HOUR_MS,
      asleepPerHour: formatPicos(asleepPicos),
      finishAt: toIso(finishAt),
      perUnit: formatPicos(mulDiv(costPicos, unit.of * PICOS, amountPicos)),
    }
  }
  return {
    asOf: toIso(asOf),
    startsAt: toIso(startsAt),
    deadlineAt: toIsoOrNull(deadlineAt),
    unit: unit.name,
    scalingEfficiency: work.scalingEfficiency ?? DEFAULT_SCALING_EFFICIENCY,
    tried: options.length,
    leftOut: { ...leftOut },
    wallets: wallets.map(({ currency, front, cheapest }) => {
      const isInFront = new Set(front)
      const others = [...options.keys()].filter((i) => options[i]!.currency === currency && !isInFront.has(i))
      const step = Math.max(1, Math.ceil(others.length / MOST_OTHERS))
      return {
        currency,
        front: front.map((i) => toOptionDto(options[i]!)),
        cheapest: cheapest === null ? null : toOptionDto(options[cheapest]!),
        others: others
          .filter((_, i) => i % step === 0)
          .map((i) => ({
            cost: formatPicos(options[i]!.costPicos),
            finishAt: toIso(options[i]!.finishAt),
            isSureEnough: options[i]!.isSureEnough,
          })),
      }
    }),
  }
}

/** Learns what stock tells of each size that could be asked for, with room for other requests in between. */
async function learnStock(
  { catalog }: PlanBaseline,
  machineCounts: readonly number[],
  at: Instant,
  stockChance: StockChance,
): Promise<void> {
  for (const { gpuModel, tier, gpuCount, regions } of catalog) {
    for (const region of regions) {
      for (const machines of machineCounts) stockChance({ gpuModel, tier, region, gpuCount, machines, at })
      await setImmediate()
    }
  }
}

function describeHours({ week, off }: RunningHours): string {
  return week === null ? 'always' : `${describeWeek(week)}, ${off === 'hibernate' ? 'hibernated' : 'deleted'} otherwise`
}
