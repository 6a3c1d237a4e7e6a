import type { Instant } from '../time.ts'
import { HOUR_MS } from '../time.ts'
import { lnBeta } from './beta.ts'
import { wasAvailable, machinesSeen, type StockQuestion, type StockSnapshot } from './stock.ts'
import { WEEK_HOURS, type HourGrid } from './week.ts'

/** A question answered hour by hour by what was read in that hour last. */
export interface HourlyStock {
  readonly grid: HourGrid
  /** 1 it could be had, 0 it could not, CENSORED a floor below it, UNSEEN nothing was read. */
  readonly outcomes: Int8Array
  /** Machines of the size, a lower bound where the outcome is censored. */
  readonly machines: Int32Array
  /** Hours with an answer of yes or no. */
  readonly seen: number
  readonly censored: number
}

export const UNSEEN = -1
export const CENSORED = 2

/** Lays snapshots, in the order of time, on the grid; what lies outside it is left out. */
export function hourlyStock(snapshots: readonly StockSnapshot[], question: StockQuestion, grid: HourGrid): HourlyStock {
  const outcomes = new Int8Array(grid.slots.length).fill(UNSEEN)
  const machines = new Int32Array(grid.slots.length)
  for (const snapshot of snapshots) {
    const hour = Math.floor((snapshot.at - grid.startsAt) / HOUR_MS)
    const seen = machinesSeen(snapshot, question.size)
    if (hour < 0 || hour >= outcomes.length || !seen) continue
    const answer = wasAvailable(snapshot, question)
    outcomes[hour] = answer === null ? CENSORED : answer ? 1 : 0
    machines[hour] = seen.machines
  }
  let seen = 0
  let censored = 0
  for (const outcome of outcomes) {
    if (outcome === CENSORED) censored++
    else if (outcome !== UNSEEN) seen++
  }
  return { grid, outcomes, machines, seen, censored }
}

/** The chance by hour of the week, learned from the weeks before `asOf`. */
export interface Climatology {
  readonly chance: Float64Array
  /** What the chance of a slot rests on, in observations: its own, weighted by age, and what it borrows. */
  readonly weight: Float64Array
  /** The weighted yes and all of each slot, and what it leans on with which strength: to take one hour out again. */
  readonly yes: Float64Array
  readonly all: Float64Array
  readonly prior: Float64Array
  readonly strength: number
  readonly asOf: Instant
}

/** Of two weeks the recent one weighs more: half after six and a half weeks. */
const WEEKLY_FADE = 0.9
/** Candidate strengths of the two shrinkages, in observations; the history itself chooses. */
const STRENGTHS = [1, 2, 4, 8, 16, 32, 64, 128, 256]

/**
 * Shares of yes by hour of the week, drawn to those of the hour of the day, drawn to the share of all, each as strongly
 * as the history bears out (the strength with the largest beta-binomial likelihood). Three of four at a prior of one
 * half with strength 4: (3 + 2) / (4 + 4) = 0.625.
 */
export function climatology(stock: HourlyStock, asOf: Instant): Climatology {
  const { grid, outcomes } = stock
  const yes = new Float64Array(WEEK_HOURS)
  const all = new Float64Array(WEEK_HOURS)
  const last = Math.min(outcomes.length, Math.floor((asOf - grid.startsAt) / HOUR_MS))
  for (let hour = 0; hour < last; hour++) {
    const outcome = outcomes[hour]!
    if (outcome !== 0 && outcome !== 1) continue
    const weight = ageWeight(last - hour)
    const slot = grid.slots[hour]!
    all[slot]! += weight
    if (outcome === 1) yes[slot]! += weight
  }
  const dailyYes = byHourOfDay(yes)
  const dailyAll = byHourOfDay(all)
  const overall = (sum(yes) + 1) / (sum(all) + 2)
  const daily = shrink(dailyYes, dailyAll, new Float64Array(24).fill(overall))
  const prior = Float64Array.from({ length: WEEK_HOURS }, (_, slot) => daily.chance[slot % 24]!)
  const weekly = shrink(yes, all, prior)
  // Where it could always be had, days cannot be told apart: each hour rests on all of its hour of the day.
  const borrowed = sum(yes) === sum(all) ? Infinity : weekly.strength
  const weight = all.map((own, slot) => own + Math.min(borrowed, dailyAll[slot % 24]!))
  return { chance: weekly.chance, weight, yes, all, prior, strength: weekly.strength, asOf }
}

/** The weight of an hour so many hours ago. */
export function ageWeight(hoursAgo: number): number {
  return WEEKLY_FADE ** Math.floor(hoursAgo / WEEK_HOURS)
}

function byHourOfDay(weekly: Float64Array): Float64Array {
  const daily = new Float64Array(24)
  weekly.forEach((value, slot) => (daily[slot % 24]! += value))
  return daily
}

function shrink(yes: Float64Array, all: Float64Array, prior: Float64Array) {
  let strength = STRENGTHS[0]!
  let best = -Infinity
  for (const candidate of STRENGTHS) {
    const likelihood = betaBinomial(yes, all, prior, candidate)
    if (likelihood > best) {
      best = likelihood
      strength = candidate
    }
  }
  const chance = yes.map((y, i) => (y + strength * prior[i]!) / (all[i]! + strength))
  return { chance, strength }
}

function betaBinomial(yes: Float64Array, all: Float64Array, prior: Float64Array, strength: number): number {
  let likelihood = 0
  for (let i = 0; i < yes.length; i++) {
    if (all[i] === 0) continue
    const a = strength * prior[i]!
    const b = strength - a
    likelihood += lnBeta(yes[i]! + a, all[i]! - yes[i]! + b) - lnBeta(a, b)
  }
  return likelihood
}

function sum(values: Float64Array): number {
  let total = 0
  for (const value of values) total += value
  return total
}
