import { describe, expect, it } from 'vitest'
import {
  bias,
  coverage,
  mase,
  msis,
  owa,
  pinball,
  seasonalScale,
  smape,
  wape,
} from '../../../../src/engine/forecast/statistics/accuracy.ts'
import { conformalQuantile, conformalWidths } from '../../../../src/engine/forecast/statistics/conformal.ts'

describe('accuracy by hand', () => {
  const actual = [10, 20, 30]
  const forecast = [12, 18, 36]

  it.each([
    ['wape', wape(actual, forecast), 10 / 60],
    ['wape of nothing', wape([0, 0], [0, 0]), 0],
    ['bias', bias(actual, forecast), 6 / 60],
    ['smape', smape(actual, forecast), (200 / 3) * (2 / 22 + 2 / 38 + 6 / 66)],
    ['smape of noughts', smape([0], [0]), 0],
    ['seasonal scale', seasonalScale([1, 5, 2, 9], 2), 2.5],
    ['mase', mase(actual, forecast, 2), 10 / 3 / 2],
    ['msis', msis([10, 20], [8, 21], [12, 25], 0.95, 2), (4 + 4 + 40) / 2 / 2],
    ['owa', owa({ smape: 10, mase: 1 }, { smape: 20, mase: 4 }), 0.375],
    ['pinball above', pinball([10], [6], 0.9), 3.6],
    ['pinball below', pinball([6], [10], 0.9), 0.4],
  ])('%s', (_, measured, expected) => expect(measured).toBeCloseTo(expected, 9))

  it('splits coverage into inside, below and above', () => {
    expect(coverage([1, 5, 9, 5], [2, 2, 2, 2], [6, 6, 6, 6])).toEqual({ inside: 0.5, below: 0.25, above: 0.25 })
  })
})

describe('conformal quantiles', () => {
  const nine = Float64Array.from([1, 2, 3, 4, 5, 6, 7, 8, 9])

  it('takes the ceil((n + 1) p)-th of n', () => {
    expect(conformalQuantile(nine, 0.5)).toBe(5)
    expect(conformalQuantile(nine, 0.8)).toBe(8)
    expect(conformalQuantile(nine, 0.9)).toBe(9)
  })

  it('does not promise more than n residuals can', () => {
    expect(conformalQuantile(nine, 0.95)).toBeNull()
  })

  it('pools over leads where the near ones are too few, and says so', () => {
    const residuals = [Float64Array.from({ length: 24 }, (_, i) => i + 1)]
    const [first] = conformalWidths(residuals, 24, [0.5, 0.95])
    expect(first).toEqual([
      { half: 3, basis: 'near' },
      { half: 24, basis: 'pooled' },
    ])
  })

  it('widens beyond the compared leads by the square root', () => {
    const widths = conformalWidths([Float64Array.from({ length: 30 }, () => 2)], 120, [0.5])
    expect(widths[29]![0]).toEqual({ half: 2, basis: 'near' })
    expect(widths[119]![0]).toEqual({ half: 4, basis: 'pooled' })
  })
})
