import type { Instant } from '../../time.ts'
import type { BottomUp } from './bottom-up.ts'
import { grouped, hourlySpend } from './hourly-spend.ts'
import { mixByLead, type Hybrid } from './hybrid.ts'
import { kindHistory } from './lives.ts'
import { meteredWays } from './metered.ts'
import { HOUR, overlap, stretchesOf, type SpendPlan, type SpendRecord, type Stretch } from './spend-record.ts'
import { tellWays, type ToldWay } from './told-way.ts'
import { addWays, domainWays, statisticalWays, type Frame } from './ways.ts'

export type SpendInput = {
  /** Records of any kind and currency, in any order. What ended after `asOf` counts as open, what began then is not there. */
  records: readonly SpendRecord[]
  plans?: readonly SpendPlan[]
  /** Kinds that are paid by use and not by the time that something runs. */
  metered?: ReadonlySet<string>
  asOf: Instant
  /** Hours to forecast; above a week they are forecast by the day and must be whole days. */
  horizonHours: number
}

/** A forecast of one kind or of a whole wallet, in steps of an hour or a day from `asOf`. */
export type SpendPart = {
  kind: string
  /** Currency units per step, plans within. */
  mean: number[]
  /** What plans add to or take from each step. */
  planned: number[]
  /** What is open keeps billing: currency units per hour now. */
  runRatePerHour: number
  /** Share of each way in the mixture. */
  weights: Record<string, number>
  /**
   * Actual less forecast per past origin, oldest first, and step, of the mixture without its own errors. Of the youngest
   * origins only the first steps have been seen: theirs are shorter.
   */
  pastErrors: number[][]
  /** Mean cost per step over the last four weeks, at least half the run rate: what errors are measured by. */
  level: number
}

/** A kind, with what its resources alone say by the hour: the shape of its days, and who costs what of it. */
export type SpendKind = SpendPart & { ahead: BottomUp }

/** The forecast of one wallet; the steps of its kinds add up to those of the total. */
export type SpendForecast = {
  currency: string
  stepHours: 1 | 24
  kinds: SpendKind[]
  total: SpendPart
  /** What the wallet's forecast was mixed of. */
  ways: ToldWay[]
}

const WEEK = 168
/** Hours of history that are looked at. */
const MEMORY = 120 * 24
/** Past origins, a day apart, at most. */
const ORIGINS = 21
const FOUR_WEEKS = 28 * 24

/**
 * Forecasts spend by wallet and kind: run rate and bottom-up of each kind, and for the wallet their sums and statistics of
 * its whole series (sums are smoother, and were forecast better than their parts), each mixed by its own past errors.
 * The kinds are then scaled to the wallet step by step. Plans come on top and override whatever was expected of their
 * resource.
 *
 * Pure and deterministic: the order of records does not matter. One forecast per currency, by name. Throws a RangeError
 * for a rate that is not finite or a senseless horizon.
 */
export function forecastSpend({
  records,
  plans = [],
  metered = NONE,
  asOf,
  horizonHours,
}: SpendInput): SpendForecast[] {
  const stepHours = horizonHours <= WEEK ? 1 : 24
  if (!Number.isInteger(horizonHours / stepHours) || horizonHours < 1)
    throw new RangeError(`The horizon is whole hours up to a week, whole days above: ${horizonHours} hours`)
  const bad = [...records, ...plans].find(({ ratePerHour }) => !Number.isFinite(ratePerHour))
  if (bad) throw new RangeError(`The rate of ${bad.resource} is ${bad.ratePerHour}`)
  const known = records.filter(({ startsAt }) => startsAt < asOf)
  const currencies = [...new Set([...known, ...plans].map(({ currency }) => currency))].sort()
  return currencies.map((currency) => {
    const own = known.filter((record) => record.currency === currency)
    const ownPlans = plans.filter((plan) => plan.currency === currency)
    return forecastWallet(currency, own, ownPlans, { asOf, stepHours, horizon: horizonHours / stepHours, metered })
  })
}

const NONE: ReadonlySet<string> = new Set()

type Question = { asOf: Instant; stepHours: 1 | 24; horizon: number; metered: ReadonlySet<string> }

function forecastWallet(
  currency: string,
  records: readonly SpendRecord[],
  plans: readonly SpendPlan[],
  { asOf, stepHours, horizon, metered }: Question,
): SpendForecast {
  // Hour MEMORY is asOf, hour 0 lies before all that is looked at.
  const zero = asOf - MEMORY * HOUR
  const firstAt = records.reduce((first, { startsAt }) => Math.min(first, startsAt), asOf)
  const since = Math.max(0, (firstAt - zero) / HOUR)
  const frame: Frame = { stepHours, horizon, since, origins: [...pastOrigins(since, horizon, stepHours), MEMORY] }
  const kinds = [...new Set([...records, ...plans].map(({ kind }) => kind))].sort().map((kind) => {
    const stretches = stretchesOf(
      records.filter((record) => record.kind === kind),
      zero,
    )
    const hourly = hourlySpend(
      stretches.map((stretch) => ({ ...stretch, to: Math.min(stretch.to, MEMORY) })),
      MEMORY,
    )
    const { ways, latest } = metered.has(kind)
      ? meteredWays(hourly, kind, frame)
      : domainWays(kindHistory(stretches), hourly, frame)
    const ownPlans = stretchesOf(
      plans.filter((plan) => plan.kind === kind),
      asOf,
    )
    const planned = grouped(planDifference(ownPlans, latest, horizon * stepHours), stepHours)
    const actuals = actualsOf(hourly, frame)
    const hybrid = mixByLead(ways, actuals, frame)
    return { kind, hourly, ways, hybrid, actuals, planned, runRate: latest.runRate, ahead: latest }
  })
  const hourly = new Float64Array(MEMORY)
  for (const part of kinds) part.hourly.forEach((v, h) => (hourly[h]! += v))
  const actuals = actualsOf(hourly, frame)
  const ways = [...addWays(kinds.map((kind) => kind.ways)), ...statisticalWays(hourly, frame)]
  const whole = mixByLead(ways, actuals, frame)
  const path = whole.path.map((v) => Math.max(0, v))
  const sums = path.map((_, i) => kinds.reduce((sum, { hybrid }) => sum + Math.max(0, hybrid.path[i]!), 0))

  const parts = kinds.map((part) => {
    const scaled = part.hybrid.path.map((v, i) => (sums[i] === 0 ? 0 : (Math.max(0, v) * path[i]!) / sums[i]!))
    return { ...toPart(part.kind, { ...part.hybrid, path: scaled }, part, frame), ahead: part.ahead }
  })
  const total = toPart(
    'all',
    whole,
    {
      hourly,
      actuals,
      planned: new Float64Array(horizon),
      runRate: kinds.reduce((sum, { runRate }) => sum + runRate, 0),
    },
    frame,
  )
  const sumOf = (pick: (part: SpendPart) => number[]) =>
    Array.from({ length: horizon }, (_, i) => parts.reduce((sum, part) => sum + pick(part)[i]!, 0))
  return {
    currency,
    stepHours,
    kinds: parts,
    total: { ...total, mean: sumOf(({ mean }) => mean), planned: sumOf(({ planned }) => planned) },
    ways: tellWays(ways, actuals, whole.weights),
  }
}

type PartFacts = { hourly: Float64Array; actuals: Float64Array[]; planned: Float64Array; runRate: number }

function toPart(
  kind: string,
  { path, pastPaths, weights }: Hybrid,
  { hourly, actuals, planned, runRate }: PartFacts,
  { stepHours, since }: Frame,
): SpendPart {
  const recent = hourly.subarray(Math.max(Math.floor(since), MEMORY - FOUR_WEEKS))
  const mean = recent.reduce((sum, v) => sum + v, 0) / Math.max(1, recent.length)
  const withPlans = Array.from(path, (v, i) => Math.max(0, v + planned[i]!))
  return {
    kind,
    mean: withPlans,
    planned: withPlans.map((v, i) => v - path[i]!),
    runRatePerHour: runRate,
    weights,
    pastErrors: pastPaths.map((past, o) => Array.from(actuals[o]!, (v, i) => v - past[i]!)),
    level: Math.max(mean, runRate / 2) * stepHours,
  }
}

/** Days between two of the origins whose horizon is not over yet. */
const YOUNG_STRIDE = { 1: 1, 24: 2 }

/**
 * Hours a day apart, the latest a horizon before now; after them, farther apart where steps are days, those of which the
 * first week at least (of hours: the first day) has been seen. Each has as much history as it forecasts, a day to a week.
 */
function pastOrigins(since: number, horizon: number, stepHours: 1 | 24): number[] {
  const hours = horizon * stepHours
  const least = Math.max(24, Math.min(hours, WEEK))
  const origins: number[] = []
  const latest = MEMORY - hours
  for (let origin = latest; origin - since >= least && origins.length < ORIGINS; origin -= 24) origins.unshift(origin)
  const stride = YOUNG_STRIDE[stepHours] * 24
  const seen = Math.min(hours, stepHours === 1 ? 24 : WEEK)
  for (let origin = latest + stride; origin <= MEMORY - seen; origin += stride)
    if (origin - since >= least) origins.push(origin)
  return origins
}

/** What came after each past origin, as far as it has. */
const actualsOf = (hourly: Float64Array, { origins, horizon, stepHours }: Frame) =>
  origins.slice(0, -1).map((origin) => {
    const steps = Math.min(horizon, Math.floor((MEMORY - origin) / stepHours))
    return grouped(hourly.subarray(origin, origin + steps * stepHours), stepHours)
  })

/** Planned cost less what was expected of the resource in the planned hours. */
function planDifference(plans: readonly Stretch[], { byResource }: BottomUp, hours: number): Float64Array {
  const difference = new Float64Array(hours)
  for (const plan of plans) {
    const expected = byResource.get(plan.resource)
    for (let h = 0; h < hours; h++)
      difference[h]! += overlap(plan, h, h + 1) * (plan.rate - (expected ? expected[h]! : 0))
  }
  return difference
}
