import { availabilityModel, chanceAt } from '../../src/engine/capacity/availability.ts'
import { availableHours } from '../../src/engine/capacity/available-hours.ts'
import { hourlyStock, type HourlyStock } from '../../src/engine/capacity/climatology.ts'
import type { StockQuestion, StockSnapshot } from '../../src/engine/capacity/stock.ts'
import { hourGrid, WEEK_HOURS } from '../../src/engine/capacity/week.ts'
import { HOUR_MS } from '../../src/engine/index.ts'
import { stockBefore } from '../../src/engine/hibernation/index.ts'
import { modelsOf, STOCK_REGIONS, stockAt } from '../../src/sandbox/stock.ts'
import { rounded, type Bench } from './bench.ts'

/** Nothing was tuned on these. */
const SEEDS = [901, 902, 903, 904, 905, 906]
const STARTS_AT = Date.UTC(2026, 5, 1)
const LEARN_WEEKS = 16
const HELD_WEEKS = 4
const HOURS = (LEARN_WEEKS + HELD_WEEKS) * WEEK_HOURS
/** Not a divisor of a day, so that every hour of it is asked. */
const ORIGIN_STEP = 17
const LAGS = [1, 24] as const
const BRIER_BARS = { 1: 0.75, 24: 0.98 } as const
const LEAST_IN_TENTH = 200
const MOST_OFF = 0.05

interface Tenth {
  hours: number
  chance: number
  yes: number
}

/**
 * Stock of the sandbox's pools, of seeds that nothing was tuned on, read every hour for sixteen weeks; the four after are
 * foretold. Brier scores over those of the hour-of-day shares, by tenth of chance how far the observed share is off, and
 * how many weeks lie in the 80 % interval of hours available.
 */
export const capacity: Bench = () => {
  const grid = hourGrid('UTC', STARTS_AT, STARTS_AT + HOURS * HOUR_MS)
  const brier = new Map(LAGS.map((lag) => [lag, { ours: 0, theirs: 0, asked: 0 }]))
  const tenths: Tenth[] = Array.from({ length: 10 }, () => ({ hours: 0, chance: 0, yes: 0 }))
  let inside = 0
  let weeks = 0
  for (const snapshots of pools())
    for (const question of questionsOf(snapshots)) {
      const stock = hourlyStock(snapshots, question, grid)
      for (let origin = LEARN_WEEKS * WEEK_HOURS; origin < HOURS - 24; origin += ORIGIN_STEP) {
        const asOf = STARTS_AT + origin * HOUR_MS
        // The hour of the origin is the last that was read.
        const known = stockBefore(stock, asOf + HOUR_MS)
        const model = availabilityModel(known, asOf)
        for (const lag of LAGS) {
          const chance = chanceAt(model, 'UTC', asOf + lag * HOUR_MS)
          const truth = stock.outcomes[origin + lag]!
          if (chance.kind !== 'chance' || truth > 1) continue
          const score = brier.get(lag)!
          score.ours += (chance.p - truth) ** 2
          score.theirs += (dayShare(known, origin + lag) - truth) ** 2
          score.asked++
          const tenth = tenths[Math.min(9, Math.floor(chance.p * 10))]!
          tenth.hours++
          tenth.chance += chance.p
          tenth.yes += truth
        }
      }
      for (let week = LEARN_WEEKS; week < LEARN_WEEKS + HELD_WEEKS; week++) {
        const foretold = availableHours(stock, week * WEEK_HOURS)
        if (!foretold || foretold.p10 === foretold.p90) continue
        const truth = stock.outcomes.slice(week * WEEK_HOURS, (week + 1) * WEEK_HOURS).filter((yes) => yes === 1).length
        weeks++
        if (truth >= foretold.p10 && truth <= foretold.p90) inside++
      }
    }
  const full = tenths.filter(({ hours }) => hours >= LEAST_IN_TENTH)
  const worst = Math.max(...full.map(({ hours, chance, yes }) => Math.abs(yes - chance) / hours))
  const ratios = LAGS.map((lag) => brier.get(lag)!.ours / brier.get(lag)!.theirs)
  const coverage = inside / weeks
  return {
    n: brier.get(1)!.asked,
    figures: {
      brier1: rounded(ratios[0]!),
      brier24: rounded(ratios[1]!),
      worstTenth: rounded(worst),
      tenths: full.length,
      coverage80: rounded(coverage),
      poolWeeks: weeks,
    },
    anchor: Object.fromEntries(
      LAGS.map((lag) => [`brierHourOfDay${lag}`, rounded(brier.get(lag)!.theirs / brier.get(lag)!.asked, 4)]),
    ),
    pass:
      LAGS.every((lag, i) => ratios[i]! <= BRIER_BARS[lag]) &&
      worst <= MOST_OFF &&
      weeks >= 500 &&
      coverage >= 0.76 &&
      coverage <= 0.84,
  }
}

/** Every pool of every seed, as a reading of each hour tells it. */
function* pools(): Generator<StockSnapshot[]> {
  for (const seed of SEEDS)
    for (const region of STOCK_REGIONS)
      for (const model of modelsOf(region))
        yield Array.from({ length: HOURS }, (_, hour) => {
          const at = STARTS_AT + hour * HOUR_MS
          const { free, configurations } = stockAt(seed, region, model, at)
          return { at, available: Math.min(free, 10), isFloor: free >= 10, configurations, planned7: null }
        })
}

/** One machine of the smallest and one of the largest size. */
function questionsOf(snapshots: readonly StockSnapshot[]): StockQuestion[] {
  const sizes = Object.keys(snapshots[0]!.configurations).map((name) => Number(name.replace('x', '')))
  return [...new Set([Math.min(...sizes), Math.max(...sizes)])].map((size) => ({ size, count: 1 }))
}

/** The share of yes at an hour of the day in all that was read. */
function dayShare({ outcomes }: HourlyStock, hour: number): number {
  let yes = 0
  let all = 0
  for (let other = hour % 24; other < outcomes.length; other += 24) {
    if (outcomes[other] === 1) yes++
    all++
  }
  return yes / all
}
