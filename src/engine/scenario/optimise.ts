import { mulDiv, type Currency } from '../money.ts'
import { HOUR_MS, MINUTE_MS, type Instant } from '../time.ts'
import type { PlanBaseline } from './baseline.ts'
import type { CatalogEntry } from './catalog.ts'
import { listRate } from './line.ts'
import { paretoFront } from './pareto.ts'
import { rhythmOf, type Rhythm } from './plan-clock.ts'
import type { StockChance } from './stock-need.ts'
import { weekSlots, type WeekWindow } from '../plan/week-windows.ts'
import { workHours, type GpuFiguresOf, type Work } from './work.ts'

/** When the machines of a job run: always, or in some hours of the week and asleep or given up otherwise. */
export interface RunningHours {
  readonly week: readonly WeekWindow[] | null
  readonly off: 'hibernate' | 'delete'
}

export interface OptimiseInput {
  readonly baseline: PlanBaseline
  readonly work: Work
  readonly startsAt: Instant
  readonly deadlineAt: Instant | null
  /** Of the GPUs of one machine together; what is not known to have it is left out. */
  readonly memoryGb?: number | undefined
  /** Empty or absent: any. */
  readonly gpuModels?: readonly string[] | undefined
  readonly regions?: readonly string[] | undefined
  readonly tiers?: readonly string[] | undefined
  readonly currencies: readonly Currency[]
  readonly machines: readonly number[]
  readonly hours: readonly RunningHours[]
  readonly figuresOf: GpuFiguresOf
  readonly stockChance: StockChance
  /** From 0 to 1: how sure the GPUs have to be. At 0 what is not known is taken as well. */
  readonly leastChance: number
}

/** One way of doing the work. */
export interface Option {
  readonly gpuModel: string
  readonly tier: string
  readonly region: string | null
  readonly gpuCount: number
  readonly machines: number
  readonly currency: Currency
  readonly hours: RunningHours
  readonly costPicos: bigint
  /** What makes the cost: how long they are on and asleep, and what an hour of all machines costs. */
  readonly onMs: number
  readonly onPicos: bigint
  readonly asleepMs: number
  readonly asleepPicos: bigint
  readonly finishAt: Instant
  readonly gpuHours: number
  readonly chance: number | null
  readonly makesDeadline: boolean
  readonly isSureEnough: boolean
}

export interface WalletOptions {
  readonly currency: Currency
  /** Places in `options`, from the earliest to the cheapest; of those that are sure enough. */
  readonly front: readonly number[]
  /** The cheapest that makes the deadline and is sure enough; null where there is none. */
  readonly cheapest: number | null
}

export interface Optimised {
  readonly options: readonly Option[]
  /** One front for each wallet: amounts of two currencies cannot be compared. */
  readonly wallets: readonly WalletOptions[]
  /** How many combinations were not tried, and why. */
  readonly leftOut: Readonly<Record<string, number>>
}

/** Tries every model, size, region, tier, wallet, number of machines and rhythm that is asked for and sold. */
export function optimise(input: OptimiseInput): Optimised {
  const options: Option[] = []
  const leftOut: Record<string, number> = {}
  const rhythms = input.hours.map((hours) => ({
    hours,
    rhythm: hours.week === null ? input.baseline.always : rhythmOf(input.baseline.clock, weekSlots(hours.week)),
  }))
  for (const entry of input.baseline.catalog) {
    if (!isAllowed(entry, input)) continue
    const rates = input.currencies.map((currency) => ({ currency, ...ratesOf(entry, currency, input.baseline) }))
    for (const machines of input.machines) {
      for (const { hours, rhythm } of rhythms) {
        const run = runOf(entry, machines, hours, rhythm, input)
        for (const rate of rates) {
          for (const region of regionsOf(entry, input)) {
            const option = typeof run === 'string' ? run : optionOf(entry, region, machines, hours, run, rate, input)
            if (typeof option === 'string') leftOut[option] = (leftOut[option] ?? 0) + 1
            else options.push(option)
          }
        }
      }
    }
  }
  return { options, wallets: input.currencies.map((currency) => bestOf(options, currency)), leftOut }
}

interface Run {
  readonly onMs: number
  readonly asleepMs: number
  readonly finishAt: Instant
}

/** How long the work takes, or why it cannot be done so. */
function runOf(
  { gpuModel, gpuCount, memoryGb, canHibernate }: CatalogEntry,
  machines: number,
  { week, off }: RunningHours,
  rhythm: Rhythm,
  { work, startsAt, figuresOf, memoryGb: memoryWanted }: OptimiseInput,
): Run | string {
  if (memoryWanted !== undefined && (memoryGb ?? 0) < memoryWanted) return 'too little memory'
  const sleeps = week !== null && off === 'hibernate'
  if (sleeps && canHibernate === false) return 'cannot hibernate'
  const hours = workHours(work, gpuModel, machines * gpuCount, figuresOf)
  if (hours === null) return 'speed not known'
  const onMs = Math.ceil((hours.likely * HOUR_MS) / MINUTE_MS) * MINUTE_MS
  const finishAt = rhythm.reachedAt(startsAt, onMs)
  if (finishAt === null) return 'not done within a year'
  return { onMs, asleepMs: sleeps ? finishAt - startsAt - onMs : 0, finishAt }
}

type Rate = { readonly currency: Currency } & ReturnType<typeof ratesOf>

function optionOf(
  { gpuModel, tier, gpuCount }: CatalogEntry,
  region: string | null,
  machines: number,
  hours: RunningHours,
  { onMs, asleepMs, finishAt }: Run,
  { currency, onPicos, asleepPicos }: Rate,
  { startsAt, deadlineAt, stockChance, leastChance }: OptimiseInput,
): Option | string {
  if (onPicos === null || (asleepMs > 0 && asleepPicos === null)) return 'no price in this wallet'
  const place = { gpuModel, tier, region, gpuCount, machines }
  const chance = stockChance({ ...place, at: startsAt })
  return {
    ...place,
    currency,
    hours,
    costPicos: cost(onPicos, machines, onMs) + cost(asleepPicos ?? 0n, machines, asleepMs),
    onMs,
    onPicos: onPicos * BigInt(machines),
    asleepMs,
    asleepPicos: (asleepPicos ?? 0n) * BigInt(machines),
    finishAt,
    gpuHours: (onMs / HOUR_MS) * machines * gpuCount,
    chance,
    makesDeadline: deadlineAt === null || finishAt <= deadlineAt,
    isSureEnough: leastChance === 0 || (chance !== null && chance >= leastChance),
  }
}

function bestOf(options: readonly Option[], currency: Currency): WalletOptions {
  const places = [...options.keys()].filter((i) => options[i]!.currency === currency && options[i]!.isSureEnough)
  const front = paretoFront(places.map((i) => options[i]!)).map((i) => places[i]!)
  // The front runs from dear to cheap, so the last of it in time is the cheapest in time.
  return { currency, front, cheapest: front.filter((i) => options[i]!.makesDeadline).at(-1) ?? null }
}

function isAllowed({ gpuModel, tier }: CatalogEntry, { gpuModels, tiers }: OptimiseInput): boolean {
  return allowed([gpuModel], gpuModels).length > 0 && allowed([tier], tiers).length > 0
}

function regionsOf({ regions }: CatalogEntry, { regions: only }: OptimiseInput): readonly (string | null)[] {
  return regions.length === 0 ? [null] : allowed(regions, only)
}

function allowed(values: readonly string[], only: readonly string[] | undefined): readonly string[] {
  return only === undefined || only.length === 0 ? values : values.filter((value) => only.includes(value))
}

function ratesOf({ tier, gpuModel, gpuCount }: CatalogEntry, currency: Currency, baseline: PlanBaseline) {
  const asset = { kind: 'instance', tier, gpuModel, gpuCount, sizeGb: null, volumeType: null } as const
  return {
    onPicos: listRate(asset, 'active', currency, baseline),
    asleepPicos: listRate(asset, 'hibernated', currency, baseline),
  }
}

function cost(perHourPicos: bigint, machines: number, ms: number): bigint {
  return mulDiv(perHourPicos * BigInt(machines), BigInt(ms), BigInt(HOUR_MS))
}
