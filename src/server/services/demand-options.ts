import { chanceAt, triedChance, type Availability, type Demand, type WorkDemand } from '../../engine/capacity/index.ts'
import { formatPicos, HOUR_MS, type Instant } from '../../engine/index.ts'
import type { DemandDto } from '../dto/capacity.ts'
import { toIso } from '../iso.ts'
import { sizesOf, toChanceDto, toTriedDto } from './capacity.ts'
import { priceOf, pricesOf, tierOf, type PriceSources, type Stay } from './demand-price.ts'
import type { StockHistory } from './stock-history.ts'

export type Option = DemandDto['options'][number]

export interface DemandSources extends PriceSources {
  readonly stock: StockHistory
  /** From which chance on it counts as feasible, 0 to 1. */
  readonly wanted: number
}

/** Below it a demand is not likely to be met. */
const TIGHT = 0.3
const MOST_ALTERNATIVES = 6
/** A start at another hour is told of where it is likelier by so much. */
const CLEARLY = 0.1
const AROUND_HOURS = 24
/** Where no specification tells in which sizes a GPU is sold. */
const USUAL_SIZES = [1, 2, 4, 8]

/** Machines of one size in one place. */
interface Offer {
  readonly region: string
  readonly gpuModel: string
  readonly sizes: readonly number[]
  /** The chance of so many machines of a size at a moment. */
  chance(split: Split, at: Instant): Availability
}

interface Split {
  readonly machines: number
  readonly gpusEach: number
}

/** The pools that stock is told of, then those of which only deploys and restores were seen. */
function offersOf({ stock, ledger, specs, now }: DemandSources): Offer[] {
  const told = stock.pools.map((pool): Offer => {
    const { region, gpuModel } = pool
    const chance = ({ machines, gpusEach }: Split, at: Instant) =>
      chanceAt(stock.model(pool, { size: gpusEach, count: machines }), ledger.account.zone, at)
    return { region, gpuModel, sizes: sizesOf(pool), chance }
  })
  const tried = stock.tried
    .filter(({ region, gpuModel }) => stock.poolOf(region, gpuModel) === null)
    .map(({ region, gpuModel, attempts }): Offer => {
      const sold = specs.filter((spec) => spec.gpuModel === gpuModel).map(({ gpuCount }) => gpuCount)
      const sizes = sold.length > 0 ? [...new Set(sold)].sort((a, b) => a - b) : USUAL_SIZES
      const chance = ({ machines, gpusEach }: Split) => triedChance(attempts, { size: gpusEach, count: machines }, now)
      return { region, gpuModel, sizes, chance }
    })
  return [...told, ...tried]
}

/** Whether a model is meant by what somebody wrote: 'A6000' means RTX-A6000. */
function meant(written: string): (offer: Offer) => boolean {
  const words = written.toLowerCase().split(/[^a-z0-9]+/)
  return ({ gpuModel }) => words.every((word) => gpuModel.toLowerCase().includes(word))
}

/** The GPU asked for in every region, as one machine and as several, then other GPUs; likeliest first. */
export function optionsOf(asked: Demand, sources: DemandSources): Option[] {
  const isAsked = meant(asked.model)
  const offers = offersOf(sources)
  const option = (offer: Offer, split: Split) => optionOf(offer, split, asked, isAsked(offer), sources)
  const own = offers.filter(isAsked).flatMap((offer) => splits(offer, asked.gpus).map((split) => option(offer, split)))
  const others = offers
    .filter((offer) => !isAsked(offer))
    .flatMap((offer) =>
      splits(offer, asked.gpus)
        .slice(0, 1)
        .map((split) => option(offer, split)),
    )
    .filter(({ chance }) => (chance.p ?? 0) >= sources.wanted)
    .sort(likeliest)
  return [...own.sort(likeliest), ...others.slice(0, MOST_ALTERNATIVES)]
}

/** One machine of all GPUs where there is such a size, and the largest machines that make up the number. */
function splits({ sizes }: Offer, gpus: number): Split[] {
  const fitting = sizes.filter((size) => gpus % size === 0 && size <= gpus).sort((a, b) => b - a)
  const [largest] = fitting
  if (largest === undefined) return []
  const whole = { machines: gpus / largest, gpusEach: largest }
  return largest > 1 && fitting.includes(1) ? [whole, { machines: gpus, gpusEach: 1 }] : [whole]
}

/** In which sizes the GPU is sold, where none of them makes up the number asked for: 'sold in machines of 8'. */
export function soldInstead(asked: Pick<Demand, 'model'>, sources: DemandSources): string | null {
  const sizes = offersOf(sources)
    .filter(meant(asked.model))
    .flatMap(({ sizes: own }) => own)
  if (sizes.length === 0) return null
  return [...new Set(sizes)].sort((a, b) => a - b).join(', ')
}

/**
 * The fewest machines of each size that do the work by its deadline, and twice as many; each starts at the likeliest hour
 * from which it still makes it. 4,000 GPU-hours in 5 days are 33.3 GPUs: five machines of 8, done in 100 hours.
 */
export function workOptions(work: WorkDemand, sources: DemandSources): Option[] {
  const { startsAt, deadlineAt, gpuHours } = work
  const most = (deadlineAt - startsAt) / HOUR_MS
  return offersOf(sources)
    .filter(meant(work.model))
    .flatMap((offer) =>
      offer.sizes.flatMap((gpusEach) => {
        const fewest = Math.ceil(gpuHours / (gpusEach * most) - 1e-9)
        return [fewest, 2 * fewest].map((machines) => {
          const split = { machines, gpusEach }
          // A job is billed by whole minutes.
          const length = Math.ceil((gpuHours / (machines * gpusEach)) * 60 - 1e-6) * 60_000
          const start = likeliestStart(offer, split, startsAt, deadlineAt - length)
          const demand = { gpus: machines * gpusEach, model: work.model, startsAt: start, endsAt: start + length }
          return optionOf(offer, split, demand, true, sources)
        })
      }),
    )
    .sort(likeliest)
}

/** Of the hours of the first week in which it may start, the likeliest; the earlier of two alike. */
function likeliestStart(offer: Offer, split: Split, from: Instant, until: Instant): Instant {
  let best = from
  let most = -1
  const last = Math.min(until, from + 7 * 24 * HOUR_MS)
  for (let at = from; at <= last; at += 3 * HOUR_MS) {
    const chance = offer.chance(split, at)
    if (chance.kind !== 'chance') return from
    if (chance.p <= most + 0.01) continue
    best = at
    most = chance.p
  }
  return best
}

/** What a deployment that is planned comes to, in its region or in the likeliest; null where nothing of it was seen. */
export function plannedOption(
  { gpuModel, gpusEach, machines, region }: Split & { readonly gpuModel: string; readonly region: string | null },
  stay: Pick<Stay, 'startsAt' | 'endsAt'>,
  sources: DemandSources,
): Option | null {
  const asked = { gpus: machines * gpusEach, model: gpuModel, ...stay }
  const [likeliestOption] = offersOf(sources)
    .filter((offer) => offer.gpuModel === gpuModel && offer.region === (region ?? offer.region))
    .map((offer) => optionOf(offer, { machines, gpusEach }, asked, true, sources))
    .sort(likeliest)
  return likeliestOption ?? null
}

function optionOf(
  offer: Offer,
  split: Split,
  asked: Demand & Pick<Stay, 'startsAt'>,
  isAsked: boolean,
  sources: DemandSources,
): Option {
  const { stock, wanted } = sources
  const { region, gpuModel } = offer
  const at = (instant: Instant) => offer.chance(split, instant)
  const chance = at(asked.startsAt)
  const starts = startsAround(chance, at, asked.startsAt, sources)
  const perHour = pricesOf(gpuModel, split.gpusEach, sources)
  const stay = { ...asked, machines: split.machines }
  const prices = [...perHour].map(([currency, picos]) => priceOf(currency, picos, stay, sources))
  const { verdict, reasons } = verdictOf(chance, prices, wanted)
  return {
    region,
    gpuModel,
    tier: tierOf(gpuModel, sources),
    ...split,
    startsAt: toIso(asked.startsAt),
    endsAt: toIso(asked.endsAt),
    isAsked,
    verdict,
    reasons,
    chance: toChanceDto(chance),
    tried: toTriedDto(stock.attemptsOf(region, gpuModel)),
    betterStart: betterStart(chance, starts),
    hold: holdFrom(starts, asked, wanted, perHour, split.machines),
    prices,
  }
}

/** Feasible takes both the GPUs and the money: a wallet that has to be topped up first makes it tight. */
function verdictOf(
  chance: Availability,
  prices: Option['prices'],
  wanted: number,
): Pick<Option, 'verdict' | 'reasons'> {
  const reasons: Option['reasons'] = []
  const isPaid = prices.some(({ topUp }) => topUp === '0')
  if (prices.length === 0) reasons.push('no price')
  else if (!prices.some(({ canDeploy }) => canDeploy)) reasons.push('balance under the minimum')
  else if (!isPaid) reasons.push('top-up needed')
  if (chance.kind !== 'chance') return { verdict: 'not known yet', reasons: ['too little seen', ...reasons] }
  if (chance.p < wanted) return { verdict: chance.p >= TIGHT ? 'tight' : 'not likely', reasons: ['stock', ...reasons] }
  return { verdict: reasons.length === 0 ? 'feasible' : 'tight', reasons }
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
  { now, wanted }: DemandSources,
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
    perHour: formatPicos(picos * BigInt(machines)),
  }))
  return { startsAt: toIso(early.startsAt), hours, p: hundredth(early.p), costs }
}

const hundredth = (value: number) => Math.round(value * 100) / 100

/** Likeliest first, and of those the fewer machines. */
function likeliest(a: Option, b: Option): number {
  return (b.chance.p ?? -1) - (a.chance.p ?? -1) || a.machines - b.machines || (a.region < b.region ? -1 : 1)
}
