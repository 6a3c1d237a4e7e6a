import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { simpleSmoothing } from '../../../../src/engine/forecast/statistics/simple-smoothing.ts'
import { mstl } from '../../../../src/engine/forecast/statistics/mstl.ts'
import { naive2 } from '../../../../src/engine/forecast/statistics/naive.ts'
import { stl } from '../../../../src/engine/forecast/statistics/stl.ts'
import { theta } from '../../../../src/engine/forecast/statistics/theta.ts'

const folder = join(import.meta.dirname, '../../../golden/r-forecast')
const lines = (file: string) =>
  readFileSync(join(folder, file), 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split(','))
const numbers = (cells: string[]) => Float64Array.from(cells, Number)

const series = new Map(
  lines('series.csv').map(([id, period, ...values]) => [id!, { period: Number(period), values: numbers(values) }]),
)

type Forecaster = (values: Float64Array, period: number, horizon: number) => Float64Array

const forecasters: Record<string, Forecaster> = {
  naive2,
  theta,
  ses: (values, _, horizon) => new Float64Array(horizon).fill(simpleSmoothing(values).level),
}

/** The largest difference of two rows as a share of `unit`. */
function distance(ours: Float64Array, theirs: Float64Array, unit: number): number {
  expect(ours.length).toBe(theirs.length)
  return ours.reduce((worst, v, i) => Math.max(worst, Math.abs(v - theirs[i]!) / unit), 0)
}

const answers = lines('forecasts.csv').map(([id, method, , ...cells]) => ({ id: id!, method: method!, cells }))

describe("forecasts of R's forecast package on forty series", () => {
  it.each(answers)('$method of $id within 0.01 %', ({ id, method, cells }) => {
    const { values, period } = series.get(id)!
    const theirs = numbers(cells)
    const size = values.reduce((sum, v) => sum + Math.abs(v), 0) / values.length
    expect(distance(forecasters[method]!(values, period, theirs.length), theirs, size)).toBeLessThan(1e-4)
  })

  it('are a hundred and twenty', () => expect(answers).toHaveLength(120))
})

describe("decompositions of R's stl and mstl", () => {
  const parts = lines('decompositions.csv').map(([id, kind, part, ...cells]) => ({
    id: id!,
    kind: kind!,
    part: part!,
    cells,
  }))

  it.each(parts)('$part of $kind of $id to 1e-10 of the range', ({ id, kind, part, cells }) => {
    const { values: all, period } = series.get(id)!
    const values = all.subarray(0, cells.length)
    const range = Math.max(...values) - Math.min(...values)
    let ours: Float64Array
    if (kind === 'mstl') {
      const { seasonals, trend } = mstl(values, [24, 168])
      ours = part === 'Trend' ? trend : seasonals[part === 'Seasonal24' ? 0 : 1]!
    } else {
      const { seasonal, trend } = stl(values, {
        period,
        seasonalWindow: kind === 'periodic' ? 'periodic' : 11,
        robust: kind === 'robust',
      })
      ours = part === 'trend' ? trend : seasonal
    }
    expect(distance(ours, numbers(cells), range)).toBeLessThan(1e-10)
  })
})
