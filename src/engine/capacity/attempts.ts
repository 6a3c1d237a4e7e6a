import { HOUR_MS, type Instant } from '../time.ts'
import type { Availability } from './availability.ts'
import { betaQuantile } from './beta.ts'
import { ageWeight, CENSORED, UNSEEN, type HourlyStock } from './climatology.ts'
import type { StockQuestion } from './stock.ts'

/** Somebody tried to get GPUs: what came of it tells of stock where no list does, and more surely than a list. */
export interface Attempt {
  readonly what: 'deploy' | 'restore'
  readonly at: Instant
  /** GPUs of the machine. */
  readonly size: number
  readonly isGood: boolean
}

/** Fewer tell no chance. */
export const LEAST_ATTEMPTS = 5

/**
 * What an attempt says of a question: one that succeeded, that a machine no larger could be had; one that failed, that a
 * machine no smaller could not, nor several. Null where it says nothing.
 */
export function attemptAnswer({ size, isGood }: Attempt, question: StockQuestion): boolean | null {
  if (isGood) return question.count === 1 && question.size <= size ? true : null
  return question.size >= size ? false : null
}

/** Hourly answers with those of attempts: a failed one outweighs the reading of its hour, a good one fills what was not read. */
export function withAttempts(stock: HourlyStock, question: StockQuestion, attempts: readonly Attempt[]): HourlyStock {
  const outcomes = stock.outcomes.slice()
  const machines = stock.machines.slice()
  let { seen, censored } = stock
  let changed = false
  for (const attempt of attempts) {
    const hour = Math.floor((attempt.at - stock.grid.startsAt) / HOUR_MS)
    const answer = attemptAnswer(attempt, question)
    if (hour < 0 || hour >= outcomes.length || answer === null) continue
    const before = outcomes[hour]!
    if (before === 0 || (before === 1 && answer)) continue
    if (before === CENSORED) censored--
    if (before === UNSEEN || before === CENSORED) seen++
    outcomes[hour] = answer ? 1 : 0
    machines[hour] = answer ? Math.max(1, machines[hour]!) : 0
    changed = true
  }
  return changed ? { ...stock, outcomes, machines, seen, censored } : stock
}

/**
 * The chance where no stock list tells: of attempts alone, whatever their hour, recent weeks weighing more, from a prior
 * of one in two. Eight of nine good, all of this week: (8 + 1) / (9 + 2) = 0.82, between 0.65 and 0.95 8 times in 10.
 */
export function triedChance(attempts: readonly Attempt[], question: StockQuestion, asOf: Instant): Availability {
  let yes = 0
  let no = 0
  let good = 0
  let snapshots = 0
  for (const attempt of attempts) {
    const answer = attemptAnswer(attempt, question)
    if (answer === null || attempt.at > asOf) continue
    const weight = ageWeight((asOf - attempt.at) / HOUR_MS)
    snapshots++
    if (answer) good++
    if (answer) yes += weight
    else no += weight
  }
  if (snapshots < LEAST_ATTEMPTS) return { kind: 'not enough history', yes: good, snapshots }
  const a = yes + 1
  const b = no + 1
  const p = a / (a + b)
  return {
    kind: 'chance',
    p,
    low: Math.min(p, betaQuantile(a, b, 0.1)),
    high: Math.max(p, betaQuantile(a, b, 0.9)),
    surely: Math.min(p, betaQuantile(a, b, 0.05)),
    baseRate: good / snapshots,
    snapshots,
  }
}
