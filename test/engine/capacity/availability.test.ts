import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { availabilityModel, chanceAt, chanceBySlot, neverLikelier } from '../../../src/engine/capacity/availability.ts'
import { availableHours } from '../../../src/engine/capacity/available-hours.ts'
import { betaCdf, betaQuantile } from '../../../src/engine/capacity/beta.ts'
import { hourlyStock } from '../../../src/engine/capacity/climatology.ts'
import {
  machinesSeen,
  wasAvailable,
  type StockQuestion,
  type StockSnapshot,
} from '../../../src/engine/capacity/stock.ts'
import { hourGrid, slotName, slotOf } from '../../../src/engine/capacity/week.ts'
import { HOUR_MS } from '../../../src/engine/index.ts'
import { at, LAW } from '../values.ts'
import { plantedPool, stock } from './planted-pools.ts'

const monday = at('2026-01-05T00:00:00Z')
const hoursLater = (hours: number) => monday + hours * HOUR_MS
const one: StockQuestion = { size: 1, count: 1 }

function model(snapshots: StockSnapshot[], question: StockQuestion, hours: number) {
  const asOf = hoursLater(hours)
  return availabilityModel(hourlyStock(snapshots, question, hourGrid('UTC', monday, asOf + HOUR_MS)), asOf)
}

describe('a snapshot', () => {
  const bare = (available: number | null, isFloor: boolean): StockSnapshot => ({
    ...stock(monday, 0),
    available,
    isFloor,
    configurations: {},
  })
  const cases: [string, StockSnapshot, StockQuestion, boolean | null][] = [
    ['configurations answer exactly', stock(monday, 17), { size: 8, count: 2 }, true],
    ['configurations answer no', stock(monday, 17), { size: 8, count: 3 }, false],
    ['a floor that reaches is a yes', bare(25, true), { size: 8, count: 3 }, true],
    ['a floor that falls short is no answer', bare(10, true), { size: 8, count: 2 }, null],
    ['an exact number that falls short is a no', bare(9, false), { size: 8, count: 2 }, false],
    ['nothing told is no answer', bare(null, false), one, null],
  ]
  it.each(cases)('%s', (_, snapshot, question, expected) => {
    expect(wasAvailable(snapshot, question)).toBe(expected)
  })
  it('trusts the configurations where they disagree with the number', () => {
    expect(machinesSeen({ ...bare(1, false), configurations: { '1x': 2 } }, 1)).toEqual({ machines: 2, isFloor: false })
  })
})

describe('hours of the week', () => {
  it('begin on Monday by the clock of the zone', () => {
    expect(slotName(slotOf('UTC', monday))).toBe('Mon 00:00')
    expect(slotName(slotOf('Asia/Kolkata', monday))).toBe('Mon 05:00')
    expect(slotName(slotOf('America/Los_Angeles', monday))).toBe('Sun 16:00')
  })
  it('skip one where clocks go forward and repeat one where they go back', () => {
    const names = (from: string, hours: number) =>
      [...hourGrid('Europe/Oslo', at(from), at(from) + hours * HOUR_MS).slots].slice(1, 5).map(slotName)
    expect(names('2026-03-28T23:00:00Z', 6)).toEqual(['Sun 01:00', 'Sun 03:00', 'Sun 04:00', 'Sun 05:00'])
    expect(names('2026-10-24T22:00:00Z', 6)).toEqual(['Sun 01:00', 'Sun 02:00', 'Sun 02:00', 'Sun 03:00'])
  })
})

describe('the beta distribution', () => {
  it('has the known quantiles', () => {
    expect(betaQuantile(1, 1, 0.1)).toBeCloseTo(0.1, 8)
    expect(betaCdf(2, 3, 0.4)).toBeCloseTo(0.5248, 10)
    // Of Beta(1, n) in closed form: 1 - (1 - q)^(1 / n).
    expect(betaQuantile(1, 20, 0.9)).toBeCloseTo(1 - 0.1 ** (1 / 20), 8)
  })
})

describe('the chance of stock', () => {
  const pool = plantedPool(monday, 10, 4)

  it('is not told from fewer than a hundred snapshots', () => {
    expect(chanceBySlot(model(pool.slice(0, 99), one, 99), 5)).toMatchObject({
      kind: 'not enough history',
      snapshots: 99,
    })
  })

  it('learns that a pool sells out on Mondays', () => {
    const sold = pool.map((snapshot, hour) =>
      hour % 168 < 20 && hour % 168 > 6 ? stock(snapshot.at, 0) : stock(snapshot.at, 40),
    )
    const learned = model(sold, { size: 8, count: 1 }, 168 * 10)
    expect(chanceBySlot(learned, 10)).toMatchObject({ kind: 'chance' })
    const monday10 = chanceBySlot(learned, 10)
    const tuesday10 = chanceBySlot(learned, 34)
    if (monday10.kind !== 'chance' || tuesday10.kind !== 'chance') throw new Error('no chance')
    expect(monday10.p).toBeLessThan(0.15)
    expect(tuesday10.p).toBeGreaterThan(0.95)
  })

  it('surely is no smaller than what all days of that hour bear out, where stock was never short', () => {
    const never = pool.map(({ at: instant }) => stock(instant, 40))
    const chance = chanceBySlot(model(never, one, 168 * 8), 8)
    if (chance.kind !== 'chance') throw new Error('no chance')
    // 40 weighted days of eight weeks, and those of its own weekday once more.
    expect(chance.surely).toBeGreaterThan(0.94)
    expect(chance.surely).toBeLessThan(chance.low)
  })

  it('takes a floor below the question for no answer: the interval holds both', () => {
    const floors = pool.map(({ at: instant }) => ({ ...stock(instant, 40), configurations: {} }))
    const mixed = floors.map((snapshot, i) => (i % 4 === 0 ? { ...snapshot, available: 5, isFloor: false } : snapshot))
    const chance = chanceBySlot(model(mixed, { size: 8, count: 2 }, 1680), 12)
    if (chance.kind !== 'chance') throw new Error('no chance')
    expect(chance.low).toBeLessThan(0.05)
    expect(chance.high).toBeGreaterThan(0.6)
  })

  it('holds its middle inside its interval, and all inside 0 and 1', () => {
    const learned = model(pool, { size: 8, count: 1 }, 1680)
    for (let slot = 0; slot < 168; slot++) {
      const chance = chanceBySlot(learned, slot)
      if (chance.kind !== 'chance') throw new Error('no chance')
      const { low, p, high } = chance
      expect(0 <= low && low <= p && p <= high && high <= 1).toBe(true)
    }
  })

  it('law: more machines are never likelier than fewer', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9999 }), fc.integer({ min: 0, max: 167 }), (seed, slot) => {
        const snapshots = plantedPool(monday, 4, seed)
        const alone = [1, 2, 4, 8, 16, 32].map((count) => chanceBySlot(model(snapshots, { size: 1, count }, 672), slot))
        let before = 1
        for (const [i, chance] of neverLikelier(alone).entries()) {
          const by = alone[i]!
          if (chance.kind !== 'chance' || by.kind !== 'chance') throw new Error('no chance')
          expect(chance.p).toBeLessThanOrEqual(before)
          expect(by.p - chance.p).toBeLessThan(0.1)
          expect(chance.low <= chance.p && chance.p <= chance.high).toBe(true)
          before = chance.p
        }
      }),
      { ...LAW, numRuns: 20 },
    )
  })
})

describe('held out, on pools of seeds that nothing was tuned on', () => {
  const WEEKS = 11
  const LEARN = 10
  const pools = Array.from({ length: 12 }, (_, i) => plantedPool(monday, WEEKS, 90_000 + i))
  const questions: StockQuestion[] = [one, { size: 8, count: 1 }, { size: 8, count: 3 }]

  it('beats the hour of the day by a quarter an hour ahead, and is no worse a day ahead', () => {
    for (const [lag, bar] of [
      [1, 0.75],
      [24, 0.98],
    ] as const) {
      let ours = 0
      let theirs = 0
      for (const snapshots of pools) {
        for (const question of questions) {
          const truth = hourlyStock(snapshots, question, hourGrid('UTC', monday, hoursLater(WEEKS * 168))).outcomes
          const yes = truth.slice(0, LEARN * 168)
          const dayShare = (hour: number) => share(yes.filter((_, i) => i % 24 === hour % 24))
          for (let origin = LEARN * 168; origin < WEEKS * 168 - 24; origin += 11) {
            const known = model(snapshots.slice(0, origin + 1), question, origin)
            const chance = chanceAt(known, 'UTC', hoursLater(origin + lag))
            if (chance.kind !== 'chance') throw new Error('no chance')
            ours += (chance.p - truth[origin + lag]!) ** 2
            theirs += (dayShare(origin + lag) - truth[origin + lag]!) ** 2
          }
        }
      }
      expect(ours / theirs).toBeLessThanOrEqual(bar)
    }
  })

  it('holds eight of ten weeks in the interval of hours available', () => {
    let inside = 0
    let all = 0
    for (let seed = 0; seed < 220; seed++) {
      const snapshots = plantedPool(monday, WEEKS, 50_000 + seed)
      for (const question of questions) {
        const hourly = hourlyStock(snapshots, question, hourGrid('UTC', monday, hoursLater(WEEKS * 168)))
        const foretold = availableHours(hourly, LEARN * 168)!
        if (foretold.p10 === foretold.p90) continue
        const truth = hourly.outcomes.slice(LEARN * 168).filter((outcome) => outcome === 1).length
        all++
        if (truth >= foretold.p10 && truth <= foretold.p90) inside++
      }
    }
    expect(all).toBeGreaterThanOrEqual(500)
    expect(inside / all).toBeGreaterThan(0.74)
    expect(inside / all).toBeLessThan(0.88)
  })
})

function share(outcomes: Int8Array): number {
  return outcomes.filter((outcome) => outcome === 1).length / outcomes.length
}
