import { findGpuSpecs, type GpuSpec } from '../../db/gpu-spec-repository.ts'
import { latestBalances } from '../../db/overview-query-repository.ts'
import type { StockPool } from '../../db/stock-query-repository.ts'
import { chanceAt, parseDemand, type Availability, type Demand } from '../../engine/capacity/index.ts'
import { creditRules, formatPicos, gpuSku, HOUR_MS, mulDiv, parsePicos, type Instant } from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import type { DemandDto } from '../dto/capacity.ts'
import { toIso } from '../iso.ts'
import { toChanceDto, sizesOf } from './capacity.ts'
import { ratesOf } from './forecast-of.ts'
import { loadLedger, type Ledger } from './ledger.ts'
import { loadStockHistory, type StockHistory } from './stock-history.ts'

export interface DemandQuery {
  readonly line: string
  /** Of 100: from which chance on it counts as feasible. */
  readonly wanted?: number | undefined
  readonly account?: string | undefined
}

type Option = DemandDto['options'][number]

/** Below it a demand is not likely to be met. */
const TIGHT = 0.3
const MOST_ALTERNATIVES = 6
/** A start at another hour is told of where it is likelier by so much. */
const CLEARLY = 0.1
const AROUND_HOURS = 24

/** One line of demand checked against stock, prices and wallets, with alternatives. */
export async function demand(context: AppContext, query: DemandQuery): Promise<DemandDto> {
  const { ledger } = await loadLedger(context, query)
  const { account } = ledger
  const wanted = (query.wanted ?? 80) / 100
  const base = { line: query.line, wanted, question: null, options: [] }
  const parsed = parseDemand(query.line, account.zone, context.clock())
  if (parsed.kind === 'unclear') {
    return { ...base, understood: null, unclear: { part: parsed.part, hint: parsed.hint } }
  }
  const [stock, specs, balances] = await Promise.all([
    loadStockHistory(context, account),
    findGpuSpecs(context.store.db, account.accountId),
    latestBalances(context.store.db, account.accountId),
  ])
  const asked = parsed.demand
  const used = new Set(ledger.records.map(({ currency }) => currency))
  const wallets = new Map(
    balances
      .map(({ currency, balance }) => [currency, parsePicos(balance)] as const)
      .filter(([currency, balance]) => balance !== 0n || used.has(currency)),
  )
  const sources: Sources = { ledger, stock, specs, wallets, wanted, now: context.clock() }
  const options = optionsOf(asked, sources)
  const { gpus, model, startsAt, endsAt } = asked
  return {
    ...base,
    understood: { gpus, model, startsAt: toIso(startsAt), endsAt: toIso(endsAt) },
    unclear: options.some(({ isAsked }) => isAsked)
      ? null
      : { part: model, hint: `no stock list tells of it; there are ${modelNames(stock).join(', ')}` },
    question: gpus > 1 ? `One machine of ${gpus} GPUs, or several machines? Both are shown.` : null,
    options,
  }
}

interface Sources {
  readonly ledger: Ledger
  readonly stock: StockHistory
  readonly specs: readonly GpuSpec[]
  readonly wallets: ReadonlyMap<string, bigint>
  readonly wanted: number
  readonly now: Instant
}

/** The GPU asked for in every region, as one machine and as several, then other GPUs; likeliest first. */
function optionsOf(asked: Demand, sources: Sources): Option[] {
  const words = asked.model.toLowerCase().split(/[^a-z0-9]+/)
  const isAsked = ({ gpuModel }: StockPool) => words.every((word) => gpuModel.toLowerCase().includes(word))
  const pools = sources.stock.pools
  const own = pools
    .filter(isAsked)
    .flatMap((pool) => splits(pool, asked.gpus).map((split) => optionOf(pool, split, asked, true, sources)))
  const others = pools
    .filter((pool) => !isAsked(pool))
    .flatMap((pool) =>
      splits(pool, asked.gpus)
        .slice(0, 1)
        .map((split) => optionOf(pool, split, asked, false, sources)),
    )
    .filter(({ chance }) => (chance.p ?? 0) >= sources.wanted)
    .sort(likeliest)
  return [...own.sort(likeliest), ...others.slice(0, MOST_ALTERNATIVES)]
}

interface Split {
  readonly machines: number
  readonly gpusEach: number
}

/** One machine of all GPUs where there is such a size, and the largest machines that make up the number. */
function splits(pool: StockPool, gpus: number): Split[] {
  const fitting = sizesOf(pool)
    .filter((size) => gpus % size === 0 && size <= gpus)
    .sort((a, b) => b - a)
  const [largest] = fitting
  if (largest === undefined) return []
  const whole = { machines: gpus / largest, gpusEach: largest }
  return largest > 1 && fitting.includes(1) ? [whole, { machines: gpus, gpusEach: 1 }] : [whole]
}

function optionOf(pool: StockPool, split: Split, asked: Demand, isAsked: boolean, sources: Sources): Option {
  const { stock, ledger, wanted } = sources
  const model = stock.model(pool, { size: split.gpusEach, count: split.machines })
  const at = (instant: Instant) => chanceAt(model, ledger.account.zone, instant)
  const chance = at(asked.startsAt)
  const starts = startsAround(chance, at, asked.startsAt, sources)
  const perHour = pricesOf(pool, split, sources)
  return {
    region: pool.region,
    gpuModel: pool.gpuModel,
    ...split,
    isAsked,
    verdict: verdictOf(chance, wanted),
    chance: toChanceDto(chance),
    betterStart: betterStart(chance, starts),
    hold: holdFrom(starts, asked, wanted, perHour, split.machines),
    prices: [...perHour].map(([currency, picos]) => priceOf(currency, picos, split, asked, sources)),
  }
}

function verdictOf(chance: Availability, wanted: number): Option['verdict'] {
  if (chance.kind !== 'chance') return 'not known yet'
  return chance.p >= wanted ? 'feasible' : chance.p >= TIGHT ? 'tight' : 'not likely'
}

interface Start {
  readonly startsAt: Instant
  readonly p: number
}

/** The chances of the starts a day around the one that was asked for, where that one is not likely enough. */
function startsAround(
  chance: Availability,
  at: (instant: Instant) => Availability,
  startsAt: Instant,
  { now, wanted }: Sources,
): Start[] {
  if (chance.kind !== 'chance' || chance.p >= wanted) return []
  return Array.from({ length: 2 * AROUND_HOURS + 1 }, (_, i) => startsAt + (i - AROUND_HOURS) * HOUR_MS)
    .filter((start) => start >= now && start !== startsAt)
    .flatMap((start) => {
      const other = at(start)
      return other.kind === 'chance' ? [{ startsAt: start, p: other.p }] : []
    })
}

function betterStart(chance: Availability, starts: readonly Start[]): Option['betterStart'] {
  if (chance.kind !== 'chance') return null
  const best = starts.reduce<Start | null>((most, start) => (start.p > (most?.p ?? 0) ? start : most), null)
  return best && best.p > chance.p + CLEARLY ? { startsAt: toIso(best.startsAt), p: hundredth(best.p) } : null
}

/** The last hour before the start at which the chance is as wanted: whoever takes it then pays the hours until the start. */
function holdFrom(
  starts: readonly Start[],
  { startsAt }: Demand,
  wanted: number,
  perHour: ReadonlyMap<string, bigint>,
  machines: number,
): Option['hold'] {
  const early = starts.findLast((start) => start.startsAt < startsAt && start.p >= wanted)
  if (!early) return null
  const hours = (startsAt - early.startsAt) / HOUR_MS
  const costs = [...perHour].map(([currency, picos]) => ({
    currency,
    amount: formatPicos(picos * BigInt(machines) * BigInt(hours)),
  }))
  return { startsAt: toIso(early.startsAt), hours, p: hundredth(early.p), costs }
}

/** What one machine costs per hour in each wallet that the account has. */
function pricesOf(pool: StockPool, { gpusEach }: Split, { ledger, specs, wallets, now }: Sources): Map<string, bigint> {
  const isOfPool = ({ gpuModel }: { gpuModel: string | null }) => gpuModel === pool.gpuModel
  const tier = (specs.find(isOfPool) ?? ledger.resources.find(isOfPool))?.tier ?? null
  const prices = new Map<string, bigint>()
  for (const currency of [...wallets.keys()].sort()) {
    const sku = gpuSku(tier, pool.gpuModel)
    const { version } = ledger.prices.pieces(sku, currency, { startsAt: now, endsAt: now + 1 })[0]!
    if (version?.unit === 'gpu_hour') prices.set(currency, version.pricePicos * BigInt(gpusEach))
  }
  return prices
}

function priceOf(
  currency: string,
  perMachineHour: bigint,
  { machines }: Split,
  { startsAt, endsAt }: Demand,
  { ledger, wallets, now }: Sources,
): Option['prices'][number] {
  const seconds = (span: number) => BigInt(Math.round(span / 1000))
  const total = mulDiv(perMachineHour * BigInt(machines), seconds(endsAt - startsAt), 3600n)
  let runRate = 0n
  for (const rate of ratesOf(ledger)) if (rate.currency === currency) runRate += rate.perHourPicos ?? 0n
  const balance = wallets.get(currency) ?? 0n
  const atStart = balance - mulDiv(runRate, seconds(Math.max(0, startsAt - now)), 3600n)
  const meanwhile = mulDiv(runRate, seconds(endsAt - startsAt), 3600n)
  const missing = total + meanwhile + creditRules(currency).minimumBalancePicos - atStart
  return {
    currency,
    perMachineHour: formatPicos(perMachineHour),
    total: formatPicos(total),
    balance: formatPicos(balance),
    atStart: formatPicos(atStart),
    topUp: formatPicos(missing > 0n ? missing : 0n),
  }
}

const modelNames = ({ pools }: StockHistory): string[] => [...new Set(pools.map(({ gpuModel }) => gpuModel))]
const hundredth = (value: number) => Math.round(value * 100) / 100

/** Likeliest first, and of those the fewer machines. */
function likeliest(a: Option, b: Option): number {
  return (b.chance.p ?? -1) - (a.chance.p ?? -1) || a.machines - b.machines || (a.region < b.region ? -1 : 1)
}
