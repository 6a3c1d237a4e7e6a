import { HOUR_MS, type Instant } from '../time.ts'
import { betaQuantile } from './beta.ts'
import { ageWeight, CENSORED, climatology, UNSEEN, type Climatology, type HourlyStock } from './climatology.ts'
import { slotOf, WEEK_HOURS } from './week.ts'

/** Under so many snapshots there are counts, no chance. */
export const LEAST_SNAPSHOTS = 100

/** The chance that what was asked for can be had at a moment. */
export type Availability =
  | {
      readonly kind: 'chance'
      readonly p: number
      /** 80 %: of ten such intervals eight hold the true chance. */
      readonly low: number
      readonly high: number
      /** The true chance is no smaller, 19 times in 20. */
      readonly surely: number
      /** The share of yes in all that was seen. */
      readonly baseRate: number
      readonly snapshots: number
    }
  | { readonly kind: 'not enough history'; readonly yes: number; readonly snapshots: number }

/** Everything that is learned of one question once, to be asked for any moment. */
export interface AvailabilityModel {
  readonly stock: HourlyStock
  readonly climate: Climatology
  readonly asOf: Instant
}

/** Learns from the hours before `asOf`. */
export function availabilityModel(stock: HourlyStock, asOf: Instant): AvailabilityModel {
  return { stock, climate: climatology(stock, asOf), asOf }
}

/** The chance by hour of the week alone, without what stands in stock now: for what comes back every week. */
export function chanceBySlot(model: AvailabilityModel, slot: number): Availability {
  return answer(model, model.climate.chance[slot]!, model.climate.weight[slot]!)
}

/**
 * The chance at a moment: that of its hour of the week, moved by what is in stock now. How far a state of stock moves
 * it over so many hours is learned from the same lag in the past: the shift and slope of the log-odds that best explain
 * what came after each earlier hour in the same state, drawn to none. Falls back to the hour of the week where nothing was read
 * in the last hours.
 */
export function chanceAt(model: AvailabilityModel, zone: string, at: Instant): Availability {
  const { stock, climate, asOf } = model
  const slot = slotOf(zone, at)
  const chance = climate.chance[slot]!
  const now = latestHour(stock, asOf)
  if (now === null) return answer(model, chance, climate.weight[slot]!)
  const lag = Math.max(0, Math.floor((at - stock.grid.startsAt) / HOUR_MS) - now)
  const outcome = stock.outcomes[now]!
  if (lag === 0 && outcome !== CENSORED) {
    const holds = (stock.seen + 1) / (stock.seen + 2)
    return answer(model, outcome === 1 ? holds : 1 - holds, Math.min(stock.seen, 50))
  }
  const { shift, slope, weight } = lagOf(model, lag, stateAt(stock, now))
  return answer(model, squash(slope * logit(chance) + shift), climate.weight[slot]! + weight / 4)
}

/** How long a reading speaks of now. */
const FRESH_HOURS = 3

function latestHour({ outcomes, grid }: HourlyStock, asOf: Instant): number | null {
  const last = Math.min(outcomes.length, Math.floor((asOf - grid.startsAt) / HOUR_MS) + 1)
  for (let hour = last - 1; hour >= Math.max(0, last - FRESH_HOURS); hour--) if (outcomes[hour] !== UNSEEN) return hour
  return null
}

/** States of stock that foretell differently: none, too few, just enough, twice, four and eight times as much; a floor. */
const STATES = 7

function stateAt({ outcomes, machines }: HourlyStock, hour: number): number {
  const outcome = outcomes[hour]!
  const seen = machines[hour]!
  if (outcome === CENSORED) return STATES - 1
  if (outcome === 0) return seen === 0 ? 0 : 1
  return seen < 2 ? 2 : seen < 4 ? 3 : seen < 8 ? 4 : 5
}

/** The variances of shift and slope before anything is seen. */
const SHIFT_VARIANCE = 4
const SLOPE_VARIANCE = 0.25

/** What the stock now makes of the log-odds of an hour of the week: slope x odds + shift. */
interface Lag {
  readonly shift: number
  readonly slope: number
  readonly weight: number
}

/** Two steps of learning in one: logistic regression on the log-odds of the hour of the week, by Newton's method. */
function lagOf(model: AvailabilityModel, lag: number, state: number): Lag {
  const { stock, climate } = model
  const { outcomes, grid } = stock
  const last = Math.min(outcomes.length, Math.floor((model.asOf - grid.startsAt) / HOUR_MS) + 1)
  // Hours in a row tell the same story: a day of them counts as a few.
  const thinning = 1 / Math.max(1, Math.min(lag, 6))
  const odds: number[] = []
  const weights: number[] = []
  const answers: number[] = []
  let weight = 0
  for (let hour = 0; hour + lag < last; hour++) {
    const after = outcomes[hour + lag]!
    if (outcomes[hour] === UNSEEN || (after !== 0 && after !== 1) || stateAt(stock, hour) !== state) continue
    const w = ageWeight(last - hour - lag)
    odds.push(logit(chanceWithout(climate, grid.slots[hour + lag]!, after, w)))
    weights.push(w * thinning)
    answers.push(after)
    weight += w * thinning
  }
  let shift = 0
  let slope = 1
  for (let step = 0; step < 15; step++) {
    let gShift = -shift / SHIFT_VARIANCE
    let gSlope = (1 - slope) / SLOPE_VARIANCE
    let hShift = 1 / SHIFT_VARIANCE
    let hSlope = 1 / SLOPE_VARIANCE
    let hBoth = 0
    for (let i = 0; i < odds.length; i++) {
      const x = odds[i]!
      const p = squash(slope * x + shift)
      const error = weights[i]! * (answers[i]! - p)
      const spread = weights[i]! * p * (1 - p)
      gShift += error
      gSlope += error * x
      hShift += spread
      hSlope += spread * x * x
      hBoth += spread * x
    }
    const determinant = hShift * hSlope - hBoth * hBoth
    const moveShift = clamp((hSlope * gShift - hBoth * gSlope) / determinant, 1)
    const moveSlope = clamp((hShift * gSlope - hBoth * gShift) / determinant, 0.5)
    shift += moveShift
    slope = Math.max(0, slope + moveSlope)
    if (Math.abs(moveShift) + Math.abs(moveSlope) < 1e-6) break
  }
  return { shift, slope, weight }
}

function clamp(value: number, most: number): number {
  return Math.max(-most, Math.min(most, value))
}

/** The chance of a slot had this one hour not been seen: an hour must not foretell itself. */
function chanceWithout(climate: Climatology, slot: number, outcome: number, weight: number): number {
  const all = Math.max(0, climate.all[slot]! - weight)
  const yes = Math.max(0, climate.yes[slot]! - weight * outcome)
  return (yes + climate.strength * climate.prior[slot]!) / (all + climate.strength)
}

function answer({ stock }: AvailabilityModel, p: number, weight: number): Availability {
  const snapshots = stock.seen + stock.censored
  const yes = countYes(stock)
  if (snapshots < LEAST_SNAPSHOTS || stock.seen === 0) return { kind: 'not enough history', yes, snapshots }
  const share = stock.censored / snapshots
  // A floor is no answer: it widens the interval to what it would be had all of them been a no, or a yes.
  const least = p * (1 - share)
  const most = p * (1 - share) + share
  const strength = Math.max(2, weight)
  const lower = (q: number) => Math.min(p, betaQuantile(least * strength + 0.5, (1 - least) * strength + 0.5, q))
  return {
    kind: 'chance',
    p,
    low: lower(0.1),
    high: Math.max(p, betaQuantile(most * strength + 0.5, (1 - most) * strength + 0.5, 0.9)),
    surely: lower(0.05),
    baseRate: yes / stock.seen,
    snapshots,
  }
}

function countYes({ outcomes }: HourlyStock): number {
  let yes = 0
  for (const outcome of outcomes) if (outcome === 1) yes++
  return yes
}

function logit(p: number): number {
  const inside = Math.min(1 - 1e-6, Math.max(1e-6, p))
  return Math.log(inside / (1 - inside))
}

function squash(odds: number): number {
  return 1 / (1 + Math.exp(-odds))
}

/** Hours of the coming week, to show a heat map: the chance of each slot. */
export function chances(model: AvailabilityModel): Availability[] {
  return Array.from({ length: WEEK_HOURS }, (_, slot) => chanceBySlot(model, slot))
}

/**
 * The chances of questions that ask for ever more: each is learned by itself, so that by chance a larger one may come
 * out likelier than a smaller one; then it is as likely as that.
 */
export function neverLikelier(growing: readonly Availability[]): Availability[] {
  let most = 1
  return growing.map((chance) => {
    if (chance.kind !== 'chance') return chance
    most = Math.min(most, chance.p)
    return { ...chance, p: most, low: Math.min(chance.low, most), surely: Math.min(chance.surely, most) }
  })
}
