import { describe, expect, it } from 'vitest'
import { hourGrid, hourlyStock } from '../../../src/engine/capacity/index.ts'
import {
  lessAvoided,
  nightsAndWeekends,
  restoreRisk,
  sleepSum,
  statesBefore,
  stockBefore,
  triedRestores,
  type PlanFigures,
} from '../../../src/engine/hibernation/index.ts'
import { availabilityModel } from '../../../src/engine/capacity/availability.ts'
import { HOUR_MS } from '../../../src/engine/index.ts'
import { stock } from '../capacity/planted-pools.ts'
import { at } from '../values.ts'

const monday = at('2026-01-05T00:00:00Z')
const hour = (hours: number) => monday + hours * HOUR_MS
const WEEKS = 6

/** Sold out in the hour in which the machine is restored on Mondays, and in the last week on Tuesdays too. */
const free = (i: number) => (i % 168 === 7 || (i >= 5 * 168 && i % 168 === 31) ? 0 : 4)
const read = (hours: number) =>
  hourlyStock(
    Array.from({ length: hours }, (_, i) => stock(hour(i), free(i))),
    { size: 1, count: 1 },
    hourGrid('UTC', monday, hour(hours)),
  )

describe('the backtest of restores', () => {
  const all = read(WEEKS * 168)
  const madeAt = hour(5 * 168)
  const before = stockBefore(all, madeAt)

  it('learns from nothing that was read later', () => {
    expect(before).toEqual(read(5 * 168))
  })

  it('counts those of the week after that found no GPU, beside those that were expected to', () => {
    const risk = restoreRisk(availabilityModel(before, madeAt))!
    // Nights and the week-end end five times at 8:00, restored at 7:00; Monday and Tuesday have nothing then.
    const tried = triedRestores(nightsAndWeekends(), { stock: all, risk, madeAt })
    expect(tried).toMatchObject({ seen: 5, failed: 2 })
    expect(tried.expected).toBeGreaterThan(0.5)
    expect(tried.expected).toBeLessThan(1.5)
  })

  it('counts no hour that nobody read', () => {
    expect(triedRestores(nightsAndWeekends(), { stock: before, risk: null, madeAt })).toEqual({
      seen: 0,
      failed: 0,
      expected: null,
    })
  })

  it('cuts the states at the moment of the advice', () => {
    const states = [
      { startsAt: hour(0), endsAt: hour(10), state: 'active' as const },
      { startsAt: hour(10), endsAt: hour(20), state: 'shutoff' as const },
      { startsAt: hour(20), endsAt: hour(30), state: 'active' as const },
    ]
    expect(statesBefore(states, hour(15))).toEqual([states[0], { ...states[1], endsAt: hour(15) }])
  })
})

describe('the sums of schedules', () => {
  const range = (p50: number) => ({ p10: p50 - 10, p50, p90: p50 + 10 })
  const figures = (restoreLoss: number | null) =>
    ({ avoided: range(200), beyondNow: range(100), restoreLoss }) as PlanFigures
  const month = { startsAt: 0, endsAt: (365.25 / 12) * 24 * HOUR_MS }

  it('add up middles and losses, and say of how many machines the loss is not known', () => {
    const sum = sleepSum([figures(3), figures(4.5), figures(null)], { ...month, endsAt: 3 * month.endsAt })
    expect(sum.possible.p50).toBeCloseTo(900, 9)
    expect(sum.avoided.p50).toBeCloseTo(1800, 9)
    expect(sum.possible.p90).toBeCloseTo(900 + Math.sqrt(3) * 30, 9)
    expect(sum.restoreLoss).toBeCloseTo(22.5, 9)
    expect(sum.lossUnknown).toBe(1)
    expect(sleepSum([figures(null)], month)).toMatchObject({ restoreLoss: null, lossUnknown: 1 })
  })

  it('leave of a forecast what is not avoided, never less than what is billed', () => {
    const forecast = { p10: 460, p50: 500, p90: 540 }
    const left = lessAvoided(forecast, { p10: 170, p50: 200, p90: 230 }, 250)
    expect(left).toEqual({ p10: 250, p50: 300, p90: 350 })
  })
})
