import { describe, expect, it } from 'vitest'
import type { HorizonAccuracy } from '../../web/api.ts'
import { accuracySentence, JUDGED, leanText, needsBacktest, percent } from '../../web/pages/forecast/accuracy.ts'
import { HORIZONS } from '../../web/pages/forecast/horizon.ts'
import { movedUp } from '../../web/pages/forecast/steps-order.ts'

const week: HorizonAccuracy = {
  currency: 'USD',
  horizon: 'week',
  hours: 168,
  source: 'past',
  forecasts: 12,
  medianOff: 0.0912,
  held: 10,
  bias: -0.03,
  runRateMedianOff: 0.2,
  rows: [],
}

describe('how good forecasts were, in words', () => {
  it('says how far off, how often inside and to which side', () => {
    expect(accuracySentence(week)).toBe('A week ahead: off by 9.1 % (median) in the last 12, 10 of 12 inside the band.')
    expect([leanText(-0.03), leanText(0.12), leanText(0), leanText(null)]).toEqual([
      '3 % too low',
      '12 % too high',
      'even',
      '—',
    ])
    expect([percent(0.215), percent(0.0042), percent(null)]).toEqual(['22 %', '0.4 %', '—'])
  })

  it('asks for forecasts made again where few were kept', () => {
    const all = JUDGED.map((horizon) => ({ ...week, horizon }))
    expect(needsBacktest(all)).toBe(false)
    expect(needsBacktest(all.slice(1))).toBe(true)
    expect(needsBacktest(all.map((one) => (one.horizon === '30-days' ? { ...one, forecasts: 4 } : one)))).toBe(true)
    expect(needsBacktest([])).toBe(true)
  })
})

it('quarters begin with their first month, whatever the day', () => {
  expect(HORIZONS.quarter.days('2026-11-28')).toEqual({ from: '2026-10-01', to: '2027-01-01' })
  expect(HORIZONS.quarter.days('2026-11-28', 4)).toEqual({ from: '2026-10-01', to: '2027-01-01' })
  expect(HORIZONS.quarter.days('2026-01-15', 2)).toEqual({ from: '2025-11-01', to: '2026-02-01' })
  expect(HORIZONS['next-quarter'].days('2026-01-31')).toEqual({ from: '2026-04-01', to: '2026-07-01' })
  expect(HORIZONS.year.days('2026-11-28')).toEqual({ from: '2026-11-01', to: '2027-11-01' })
})

it.each([
  ['c', ['a', 'c', 'b']],
  ['a', ['a', 'b', 'c']],
  ['none', ['a', 'b', 'c']],
])('a step that is less important comes one earlier: %s', (id, order) => {
  expect(movedUp(['a', 'b', 'c'], id)).toEqual(order)
})
