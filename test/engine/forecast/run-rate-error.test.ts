import { describe, expect, it } from 'vitest'
import { burnHistory } from '../../../src/engine/forecast/burn-history.ts'
import { runRateError, upperQuantile } from '../../../src/engine/forecast/run-rate-error.ts'
import { HOUR_MS, parsePicos, type BillingRecord } from '../../../src/engine/index.ts'
import { at, billingRecord } from '../values.ts'

const asOf = at('2026-03-01T00:00:00Z')
const DAY_MS = 24 * HOUR_MS

/** A machine that runs every second day, at one an hour. */
const everySecondDay: BillingRecord[] = Array.from({ length: 30 }, (_, i) => {
  const startsAt = asOf - (60 - 2 * i) * DAY_MS
  return billingRecord({ startsAt, endsAt: startsAt + DAY_MS, minutes: 1440, totalPicos: parsePicos('24') })
})

describe('upperQuantile', () => {
  it.each([
    ['the ninth of ten', [10, 9, 8, 7, 6, 5, 4, 3, 2, 1], 0.8, 9],
    ['too few', [1, 2, 3], 0.8, null],
    ['just enough', [1, 2, 3, 4], 0.8, 4],
    ['none', [], 0.8, null],
  ])('%s', (_, values, p, quantile) => {
    expect(upperQuantile(values, p)).toBe(quantile)
  })
})

describe('runRateError', () => {
  const history = burnHistory(everySecondDay, asOf)

  it('learns how wrong run rate was: every second day by a whole day of two', () => {
    // The forecast of two days is 48 or 0 where 24 are spent each time.
    expect(runRateError(history, asOf, 0, 2 * DAY_MS)).toMatchObject({ halfWidth: 24, origins: 58, early: false })
  })

  it('law: wider coverage is never narrower', () => {
    const widths = [0.5, 0.8, 0.9, 0.95].map(
      (coverage) => runRateError(history, asOf, 0, 3 * DAY_MS, coverage).halfWidth,
    )
    expect(widths).toEqual([...widths].sort((a, b) => a - b))
  })

  it('is early and wide with little history, at least by the table', () => {
    const young = burnHistory(everySecondDay.slice(-2), asOf)
    const error = runRateError(young, asOf, 0, DAY_MS)
    expect(error.early).toBe(true)
    expect(error.halfWidth).toBeGreaterThanOrEqual(0.35 * 12)
  })

  it('has no width where nothing was ever spent', () => {
    expect(runRateError(burnHistory([], asOf), asOf, 0, DAY_MS)).toEqual({ halfWidth: 0, origins: 0, early: true })
  })
})
