import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addDays,
  dayAt,
  daysBetween,
  instantOfWallClock,
  middleOfDay,
  startOfDay,
  startOfMonth,
} from '../../web/zone-time.ts'

const ZONES = ['UTC', 'Asia/Kolkata', 'America/Los_Angeles', 'Europe/Oslo', 'Africa/Cairo', 'Australia/Lord_Howe']
const days = fc
  .integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2030, 0, 1) })
  .map((at) => new Date(at).toISOString().slice(0, 10))

describe('days of a zone', () => {
  it('law: a day begins at its first instant and the day before ends there', () => {
    fc.assert(
      fc.property(days, fc.constantFrom(...ZONES), (day, zone) => {
        const at = startOfDay(day, zone)
        return dayAt(at, zone) === day && dayAt(at - 1000, zone) === addDays(day, -1)
      }),
      { seed: 3, numRuns: 180 },
    )
  })

  it.each([
    ['2026-03-01', 'UTC', '2026-03-01T00:00:00.000Z'],
    ['2026-03-01', 'Asia/Kolkata', '2026-02-28T18:30:00.000Z'],
    ['2026-03-29', 'Europe/Oslo', '2026-03-28T23:00:00.000Z'],
    ['2026-03-30', 'Europe/Oslo', '2026-03-29T22:00:00.000Z'],
    // Cairo's clocks jump from 00:00 to 01:00: the day begins at 01:00 by the clock.
    ['2026-04-24', 'Africa/Cairo', '2026-04-23T22:00:00.000Z'],
  ])('%s in %s begins at %s', (day, zone, at) => expect(new Date(startOfDay(day, zone)).toISOString()).toBe(at))

  it('has the middle of a day of 23 hours half an hour before noon', () => {
    expect(new Date(middleOfDay('2026-03-29', 'Europe/Oslo')).toISOString()).toBe('2026-03-29T10:30:00.000Z')
  })

  it('takes the first of two instants that the clocks show the same', () => {
    const wall = Date.UTC(2026, 9, 25, 2, 30)
    expect(new Date(instantOfWallClock(wall, 'Europe/Oslo')).toISOString()).toBe('2026-10-25T00:30:00.000Z')
  })

  it('counts days and months over their ends', () => {
    expect(daysBetween('2026-02-27', '2026-03-02')).toEqual(['2026-02-27', '2026-02-28', '2026-03-01'])
    expect(daysBetween('2026-03-02', '2026-03-02')).toEqual([])
    expect(startOfMonth('2026-12-31', 1)).toBe('2027-01-01')
    expect(startOfMonth('2026-01-15', -1)).toBe('2025-12-01')
  })
})
