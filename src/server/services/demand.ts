import { findGpuSpecs } from '../../db/gpu-spec-repository.ts'
import { latestBalances } from '../../db/overview-query-repository.ts'
import { parseDemand } from '../../engine/capacity/index.ts'
import { parsePicos } from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import type { DemandDto } from '../dto/capacity.ts'
import { toIso } from '../iso.ts'
import { demandAdvice } from './demand-advice.ts'
import { optionsOf, soldInstead, workOptions, type DemandSources } from './demand-options.ts'
import { loadForeseen } from './foresee.ts'
import type { Ledger } from './ledger.ts'
import { loadStockHistory, type StockHistory } from './stock-history.ts'

export interface DemandQuery {
  readonly line: string
  /** Of 100: from which chance on it counts as feasible. */
  readonly wanted?: number | undefined
  readonly account?: string | undefined
}

/** From which chance on something counts as feasible, 0 to 1. */
export const wantedOf = ({ wanted = 80 }: Pick<DemandQuery, 'wanted'>): number => wanted / 100

/** One line of demand checked against stock, what deploys and restores came to, prices and wallets, with alternatives. */
export async function demand(context: AppContext, query: DemandQuery): Promise<DemandDto> {
  const { ledger } = await loadForeseen(context, query)
  const { account } = ledger
  const now = context.clock()
  const wanted = wantedOf(query)
  const base = { line: query.line, wanted, question: null, advice: [], options: [] }
  const parsed = parseDemand(query.line, account.zone, now)
  if (parsed.kind === 'unclear') {
    return { ...base, understood: null, unclear: { part: parsed.part, hint: parsed.hint } }
  }
  const sources = await demandSources(context, ledger, wanted)
  const isWork = parsed.kind === 'work'
  const options = isWork ? workOptions(parsed.work, sources) : optionsOf(parsed.demand, sources)
  const { model } = isWork ? parsed.work : parsed.demand
  return {
    ...base,
    understood: isWork
      ? {
          gpus: null,
          gpuHours: parsed.work.gpuHours,
          model,
          startsAt: toIso(parsed.work.startsAt),
          endsAt: toIso(parsed.work.deadlineAt),
        }
      : {
          gpus: parsed.demand.gpus,
          gpuHours: null,
          model,
          startsAt: toIso(parsed.demand.startsAt),
          endsAt: toIso(parsed.demand.endsAt),
        },
    unclear: options.some(({ isAsked }) => isAsked) ? null : { part: model, hint: notSold(model, sources) },
    question:
      !isWork && parsed.demand.gpus > 1
        ? `One machine of ${parsed.demand.gpus} GPUs, or several machines? Both are shown.`
        : null,
    advice: demandAdvice(options, { zone: account.zone, now }),
    options,
  }
}

/** What a demand is checked against: stock, deploys and restores, prices, wallets. */
export async function demandSources(context: AppContext, ledger: Ledger, wanted: number): Promise<DemandSources> {
  const { accountId } = ledger.account
  const [stock, specs, balances] = await Promise.all([
    loadStockHistory(context, ledger.account),
    findGpuSpecs(context.store.db, accountId),
    latestBalances(context.store.db, accountId),
  ])
  const used = new Set(ledger.records.map(({ currency }) => currency))
  const wallets = new Map(
    balances
      .map(
        ({ currency, balance, observedAt }) =>
          [currency, { balancePicos: parsePicos(balance), readAt: observedAt }] as const,
      )
      .filter(([currency, { balancePicos }]) => balancePicos !== 0n || used.has(currency)),
  )
  return { ledger, stock, specs, wallets, wanted, now: context.clock() }
}

function notSold(model: string, sources: DemandSources): string {
  const sizes = soldInstead({ model }, sources)
  if (sizes !== null) return `a number of GPUs that machines of ${sizes} make up: it is sold in these sizes`
  const names = modelNames(sources.stock)
  return names.length === 0
    ? 'a GPU once stock, a deploy or a restore of it was seen: none was yet'
    : `one of ${names.join(', ')}: no stock list, deploy or restore tells of it`
}

const modelNames = ({ pools, tried }: StockHistory): string[] => [
  ...new Set([...pools, ...tried].map(({ gpuModel }) => gpuModel)),
]
