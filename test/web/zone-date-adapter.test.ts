import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addUnits, startOfUnit, unitsBetween } from '../../web/charts/zone-date-adapter.ts'

const at = (text: string) => Date.parse(text)
const iso = (instant: number) => new Date(instant).toISOString()

describe('steps of an axis in a zone', () => {
  it.each([
    // 1 March is not 28 February, whoever looks at it from where.
    ['2026-03-01T00:00:00Z', 'month', 'UTC', '2026-03-01T00:00:00.000Z'],
    ['2026-03-01T12:00:00Z', 'day', 'Asia/Kolkata', '2026-02-28T18:30:00.000Z'],
    ['2026-03-29T12:00:00Z', 'day', 'Europe/Oslo', '2026-03-28T23:00:00.000Z'],
    ['2026-03-04T12:00:00Z', 'week', 'UTC', '2026-03-02T00:00:00.000Z'],
    ['2026-08-20T12:00:00Z', 'quarter', 'UTC', '2026-07-01T00:00:00.000Z'],
    ['2026-08-20T12:34:56.789Z', 'hour', 'Asia/Kolkata', '2026-08-20T12:30:00.000Z'],
  ] as const)('%s belongs to the %s (%s) of %s', (text, unit, zone, start) => {
    expect(iso(startOfUnit(at(text), unit, zone))).toBe(start)
  })

  it('keeps the time of day over a change of the clocks', () => {
    expect(iso(addUnits(at('2026-03-28T11:00:00Z'), 1, 'day', 'Europe/Oslo'))).toBe('2026-03-29T10:00:00.000Z')
    expect(iso(addUnits(at('2026-03-28T11:00:00Z'), 24, 'hour', 'Europe/Oslo'))).toBe('2026-03-29T11:00:00.000Z')
  })

  it('law: what is stepped is counted', () => {
    const zones = fc.constantFrom('UTC', 'Europe/Oslo', 'Asia/Kolkata')
    const units = fc.constantFrom('hour', 'day', 'week')
    const starts = fc.integer({ min: at('2025-01-01T00:00:00Z') / 1000, max: at('2027-01-01T00:00:00Z') / 1000 })
    fc.assert(
      fc.property(starts, fc.integer({ min: -60, max: 60 }), units, zones, (start, count, unit, zone) => {
        const from = startOfUnit(start * 1000, unit, zone)
        return unitsBetween(from, addUnits(from, count, unit, zone), unit, zone) === count
      }),
      { seed: 4, numRuns: 150 },
    )
  })
})
