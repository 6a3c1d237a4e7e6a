import { describe, expect, it } from 'vitest'
import {
  smoothingAhead,
  trendAhead,
  trendSmoothing,
} from '../../../../src/engine/forecast/statistics/exponential-smoothing.ts'
import { holtWintersAhead } from '../../../../src/engine/forecast/statistics/holt-winters.ts'
import { mstl } from '../../../../src/engine/forecast/statistics/mstl.ts'
import { naive2, seasonalNaive } from '../../../../src/engine/forecast/statistics/naive.ts'
import { nelderMead } from '../../../../src/engine/forecast/statistics/nelder-mead.ts'
import { lagsOf, ridgeAutoregressionAhead } from '../../../../src/engine/forecast/statistics/ridge-autoregression.ts'
import { simpleSmoothing } from '../../../../src/engine/forecast/statistics/simple-smoothing.ts'
import { simplexSearch } from '../../../../src/engine/forecast/statistics/simplex-search.ts'
import { stl } from '../../../../src/engine/forecast/statistics/stl.ts'
import { theta } from '../../../../src/engine/forecast/statistics/theta.ts'

const make = (count: number, value: (i: number) => number) => Float64Array.from({ length: count }, (_, i) => value(i))
const wave = (i: number, period: number) => Math.sin((2 * Math.PI * i) / period)
const worst = (ours: Float64Array, expected: (lead: number) => number) =>
  ours.reduce((most, v, i) => Math.max(most, Math.abs(v - expected(i))), 0)

describe('nelderMead', () => {
  it('finds the foot of a curved valley', () => {
    const rosenbrock = ([x, y]: readonly number[]) => (1 - x!) ** 2 + 100 * (y! - x! * x!) ** 2
    const box = [
      [-2, 2],
      [-2, 2],
    ] as const
    const { point, evaluations } = nelderMead(rosenbrock, [-1.2, 1], box, { evaluations: 400, tolerance: 1e-12 })
    expect(point[0]).toBeCloseTo(1, 3)
    expect(point[1]).toBeCloseTo(1, 3)
    expect(evaluations).toBeLessThanOrEqual(404)
  })

  it('stays inside its box', () => {
    const { point } = nelderMead(([x]) => -x!, [0.2], [[0, 0.7]], { evaluations: 60 })
    expect(point[0]).toBeCloseTo(0.7, 6)
  })
})

describe('simplexSearch', () => {
  it('finds the foot of a curved valley', () => {
    const rosenbrock = ([x, y]: readonly number[]) => (1 - x!) ** 2 + 100 * (y! - x! * x!) ** 2
    const { point, evaluations } = simplexSearch(rosenbrock, [-1.2, 1], { evaluations: 400 })
    expect(point[0]).toBeCloseTo(1, 2)
    expect(point[1]).toBeCloseTo(1, 2)
    expect(evaluations).toBeLessThanOrEqual(404)
  })

  it('takes a loss of Infinity for a wall, and ends on flat ground', () => {
    const { point } = simplexSearch(([x]) => (x! > 0.7 ? Infinity : -x!), [0.2], { evaluations: 200 })
    expect(point[0]).toBeCloseTo(0.7, 6)
    expect(simplexSearch(() => 1, [0, 0], { evaluations: 200 })).toMatchObject({ point: [0, 0], evaluations: 3 })
  })
})

describe('models on series that they fit exactly', () => {
  it('seasonal naive repeats the last season', () => {
    expect([...seasonalNaive(Float64Array.of(9, 1, 2, 3), 3, 5)]).toEqual([1, 2, 3, 1, 2])
  })

  it('naive2 carries the season of a season on', () => {
    const series = make(120, (i) => 10 * (2 + wave(i, 12)))
    expect(worst(naive2(series, 12, 12), (i) => series[108 + i]!)).toBeLessThan(1e-9)
  })

  it('simple smoothing of a constant is the constant', () => {
    for (const count of [1, 6, 7, 30]) expect(simpleSmoothing(make(count, () => 7)).level).toBeCloseTo(7, 9)
    expect(simpleSmoothing(make(30, () => 0)).level).toBe(0)
  })

  it('a trend goes on', () => {
    const line = make(40, (i) => 3 + 2 * i)
    expect(worst(trendAhead(trendSmoothing(line, { damped: false }), 10), (i) => 3 + 2 * (40 + i))).toBeLessThan(1e-6)
    expect(smoothingAhead(line, 5)[4]).toBeGreaterThan(line[39]! + 2)
  })

  it('theta adds half the drift', () => {
    const ahead = theta(
      make(10, (i) => i + 1),
      1,
      3,
    )
    expect(ahead[0]).toBeCloseTo(10.5, 2)
    expect(ahead[2]! - ahead[1]!).toBeCloseTo(0.5, 9)
  })

  it('double-seasonal Holt-Winters knows both seasons', () => {
    const series = (i: number) => 50 + 10 * wave(i, 24) + 5 * wave(i, 168)
    const [ahead] = holtWintersAhead(make(24 * 42, series), [24 * 42], [24, 168], 168)
    expect(worst(ahead!, (i) => series(24 * 42 + i))).toBeLessThan(0.2)
  })

  it('autoregression goes on with a wave', () => {
    const series = (i: number) => 50 + 10 * wave(i, 24)
    const [ahead] = ridgeAutoregressionAhead(make(400, series), [400], lagsOf([24]), 48)
    expect(worst(ahead!, (i) => series(400 + i))).toBeLessThan(0.5)
  })

  it('autoregression at a cut is the one fitted on the part before it', () => {
    const series = make(300, (i) => 20 + wave(i, 24) + wave(i * i, 7))
    const [, second] = ridgeAutoregressionAhead(series, [200, 260], lagsOf([24]), 12)
    const [alone] = ridgeAutoregressionAhead(series.subarray(0, 260), [260], lagsOf([24]), 12)
    expect(worst(second!, (i) => alone![i]!)).toBeLessThan(1e-6)
  })
})

describe('decomposition', () => {
  it('adds up to the series', () => {
    const series = make(500, (i) => 50 + 0.1 * i + 10 * wave(i, 24) + 5 * wave(i, 168) + wave(i * i, 11))
    const { seasonals, trend, remainder } = mstl(series, [24, 168])
    expect(worst(series, (i) => seasonals[0]![i]! + seasonals[1]![i]! + trend[i]! + remainder[i]!)).toBeLessThan(1e-10)
  })

  it('needs more than two seasons', () => {
    expect(() =>
      stl(
        make(48, (i) => i),
        { period: 24, seasonalWindow: 11 },
      ),
    ).toThrow('more than two seasons')
  })

  it('takes an outlier for an outlier when robust', () => {
    const series = make(240, (i) => 50 + 10 * wave(i, 24) + (i === 120 ? 200 : 0))
    const { remainder, seasonal } = stl(series, { period: 24, seasonalWindow: 11, robust: true })
    expect(remainder[120]).toBeCloseTo(200, 0)
    expect(seasonal[126]).toBeCloseTo(10, 1)
  })
})
