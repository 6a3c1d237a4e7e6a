import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { candidatesFor, prepare } from '../../../../src/engine/forecast/statistics/candidates.ts'
import { extendBacktest, planBacktest } from '../../../../src/engine/forecast/statistics/backtest.ts'
import { runTrials } from '../../../../src/engine/forecast/statistics/combination.ts'
import { forecastSeries } from '../../../../src/engine/forecast/statistics/forecast-series.ts'

/** Repeatable noise between 0 and 1. */
const noise = (i: number) => {
  const x = Math.sin(i * 78.233 + 1) * 43758.5453
  return x - Math.floor(x)
}
const make = (count: number, value: (i: number) => number) => Array.from({ length: count }, (_, i) => value(i))
const daily = (i: number) => 50 + 20 * Math.sin((2 * Math.PI * i) / 24) + 3 * noise(i)
const hours = { seasons: [24, 168], horizon: 48 }

describe('forecastSeries', () => {
  it('all zeros: zeros, width 0', () => {
    const { mean, intervals } = forecastSeries(
      make(500, () => 0),
      hours,
    )
    expect(new Set([...mean, ...intervals[95]!.lower, ...intervals[95]!.upper])).toEqual(new Set([0]))
  })

  it('constant: the constant, width 0', () => {
    const { mean, intervals } = forecastSeries(
      make(500, () => 5.1),
      hours,
    )
    expect(new Set([...mean, ...intervals[50]!.lower, ...intervals[95]!.upper])).toEqual(new Set([5.1]))
  })

  it('one point: that point, with a width that says it is a prior', () => {
    const { mean, intervals, history } = forecastSeries([8], hours)
    expect(new Set(mean)).toEqual(new Set([8]))
    expect(intervals[80]).toMatchObject({ lower: make(48, () => 4), upper: make(48, () => 12) })
    expect(new Set(intervals[80]!.basis)).toEqual(new Set(['prior']))
    expect(history.origins).toEqual([])
  })

  it.each([2, 3, 4, 5, 7, 11, 25, 49, 60, 168, 200, 340])('%i points: finite, nested, with a backtest', (count) => {
    const { mean, intervals, history, weights } = forecastSeries(make(count, daily), hours)
    expect(mean).toHaveLength(48)
    expect([...mean, ...intervals[95]!.lower, ...intervals[95]!.upper].every(Number.isFinite)).toBe(true)
    expect(history.origins.length).toBeGreaterThan(0)
    expect(Object.values(weights).reduce((sum, w) => sum + w, 0)).toBeCloseTo(1, 12)
  })

  it.each([
    ['up', 100],
    ['down', 10],
  ])('step %s yesterday: the new level has taken over by most', (_, level) => {
    const values = make(24 * 40, (i) => (i < 24 * 39 ? 50 : level) * (1 + 0.02 * noise(i)))
    const { mean } = forecastSeries(values, { seasons: [24, 168], horizon: 24 })
    const average = mean.reduce((sum, v) => sum + v, 0) / 24
    expect(Math.abs(average - level) / Math.abs(50 - level)).toBeLessThan(0.3)
  })

  it.each([
    ['a gap', Number.NaN],
    ['infinity', Infinity],
  ])('%s is refused with its place', (_, value) => {
    const values = make(100, daily)
    values[57] = value
    expect(() => forecastSeries(values, hours)).toThrow(`Value 57 of the series is ${value}`)
  })

  it('refuses senseless questions', () => {
    expect(() => forecastSeries([], hours)).toThrow('without values')
    expect(() => forecastSeries([1, 2], { seasons: [], horizon: 0 })).toThrow('horizon')
    expect(() => forecastSeries([1, 2], { seasons: [24, 7], horizon: 1 })).toThrow('Seasons')
    expect(() => forecastSeries([1, 2], { seasons: [], horizon: 1, levels: [100] })).toThrow('Levels')
    expect(() => forecastSeries([1, 2], { seasons: [], horizon: 1, origins: 0 })).toThrow('Origins')
  })

  it('follows a day and a week closely', () => {
    const weekly = (i: number) => daily(i) * (i % 168 < 120 ? 1 : 0.4)
    const values = make(24 * 60, weekly)
    const { mean } = forecastSeries(values, { seasons: [24, 168], horizon: 168 })
    const error = mean.reduce((sum, v, i) => sum + Math.abs(v - weekly(24 * 60 + i)), 0)
    const size = mean.reduce((sum, _, i) => sum + weekly(24 * 60 + i), 0)
    expect(error / size).toBeLessThan(0.04)
  })

  it('never goes below nought for a series that never did', () => {
    const { mean } = forecastSeries(
      make(400, (i) => Math.max(0, 40 - 0.1 * i + 4 * noise(i))),
      { seasons: [24], horizon: 200 },
    )
    expect(Math.min(...mean)).toBeGreaterThanOrEqual(0)
  })

  it('law: intervals are nested around the mean and multiples of a series have multiples of its forecast', () => {
    const series = fc
      .tuple(fc.integer({ min: 2, max: 260 }), fc.integer({ min: 0, max: 1000 }))
      .map(([count, seed]) =>
        make(count, (i) => Math.round(100 * (noise(i + seed) + (i % 24 < 8 ? 2 : 0.2 * (seed % 3)))) / 10),
      )
    fc.assert(
      fc.property(series, (values) => {
        const one = forecastSeries(values, { seasons: [24], horizon: 12 })
        const bounds = [95, 80, 50].map((level) => one.intervals[level]!)
        one.mean.forEach((mean, i) => {
          const path = [...bounds.map((b) => b.lower[i]!), mean, ...bounds.map((b) => b.upper[i]!).reverse()]
          expect(path).toEqual([...path].sort((a, b) => a - b))
        })
        const many = forecastSeries(
          values.map((v) => v * 1024),
          { seasons: [24], horizon: 12 },
        )
        expect(many.mean).toEqual(one.mean.map((v) => v * 1024))
        expect(many.intervals[80]!.upper).toEqual(one.intervals[80]!.upper.map((v) => v * 1024))
      }),
      { seed: 11, numRuns: 40 },
    )
  })

  it('law: a thousand times the values, a thousand times the forecast, to a millionth', () => {
    const values = make(24 * 35, daily)
    const one = forecastSeries(values, hours)
    const many = forecastSeries(
      values.map((v) => v * 1000),
      hours,
    )
    many.mean.forEach((v, i) => expect(v / one.mean[i]!).toBeCloseTo(1000, 3))
  })
})

describe('the backtest', () => {
  it('plans cuts a horizon apart, at the same hour of the day, the last one horizon before the end', () => {
    expect(planBacktest(960, 48, 24)).toEqual({ cuts: [768, 816, 864, 912], horizon: 48, stride: 48 })
    expect(extendBacktest(planBacktest(960, 48, 24), 361, 10).cuts).toHaveLength(10)
    expect(extendBacktest(planBacktest(700, 48, 24), 361, 10).cuts[0]).toBe(364)
  })

  it('shortens what it compares when the series is short', () => {
    expect(planBacktest(168, 168, 24)).toMatchObject({ horizon: 42 })
    expect(planBacktest(2, 48, 24)).toEqual({ cuts: [1], horizon: 1, stride: 1 })
  })

  it('admits no candidate that the earliest cut cannot fit', () => {
    const values = make(504, daily)
    const plan = planBacktest(values.length, 168, 24)
    const { candidates } = forecastSeries(values, { seasons: [24, 168], horizon: 168 })
    expect(plan.cuts[0]).toBeLessThan(337)
    expect(candidates).not.toContain('holt-winters-24-168')
    expect(candidates).toContain('holt-winters-24')
  })

  it('throws when a candidate would be richer in the final fit than in its backtests', () => {
    const series = prepare(make(504, daily), 50)
    const plan = planBacktest(504, 168, 24)
    const rich = candidatesFor([24, 168], series, 504)
    expect(() => runTrials(series, rich, plan, 168)).toThrow('its earliest backtest has')
  })

  it('law: what comes after a cut changes no forecast made at it', () => {
    const values = make(600, daily)
    const plan = planBacktest(values.length, 24, 24)
    const cut = plan.cuts.at(-1)!
    const changed = values.map((v, i) => (i < cut ? v : 3 * v))
    const at = (numbers: number[]) => {
      const series = prepare(numbers, 50)
      const { names, forecasts } = runTrials(series, candidatesFor([24, 168], series, plan.cuts[0]!), plan, 24)
      return names.map((name, i) => [name, ...forecasts[i]![plan.cuts.length - 1]!])
    }
    expect(at(changed)).toEqual(at(values))
  })
})
