import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, calendarOf, daysBetween, HOUR_MS } from '../../src/engine/index.ts'
import { at, LAW } from './values.ts'

const hoursOf = (zone: string, day: string) => (calendarOf(zone).endOf(day) - calendarOf(zone).startOf(day)) / HOUR_MS

describe('the days of a zone', () => {
  it.each([
    ['clocks forward', 'Europe/Oslo', '2026-03-29', '2026-03-28T23:00:00Z', 23],
    ['clocks back', 'Europe/Oslo', '2026-10-25', '2026-10-24T22:00:00Z', 25],
    ['clocks forward in America', 'America/New_York', '2026-03-08', '2026-03-08T05:00:00Z', 23],
    ['clocks back in America', 'America/New_York', '2026-11-01', '2026-11-01T04:00:00Z', 25],
    ['no summer time, half an hour', 'Asia/Kolkata', '2026-03-29', '2026-03-28T18:30:00Z', 24],
    ['three quarters of an hour', 'Asia/Kathmandu', '2026-01-01', '2025-12-31T18:15:00Z', 24],
    ['half an hour of summer time', 'Australia/Lord_Howe', '2026-04-05', '2026-04-04T13:00:00Z', 24.5],
    ['midnight does not exist', 'Asia/Beirut', '2026-03-29', '2026-03-28T22:00:00Z', 23],
    ['midnight comes twice', 'America/Havana', '2026-11-01', '2026-11-01T04:00:00Z', 25],
    ['the evening comes twice', 'Africa/Cairo', '2026-10-29', '2026-10-28T21:00:00Z', 25],
    ['a day that was skipped', 'Pacific/Apia', '2011-12-30', '2011-12-30T10:00:00Z', 0],
    ['farthest east', 'Pacific/Kiritimati', '2026-01-01', '2025-12-31T10:00:00Z', 24],
    ['farthest west', 'Etc/GMT+12', '2026-01-01', '2026-01-01T12:00:00Z', 24],
  ])('%s: %s %s', (_, zone, day, start, hours) => {
    expect(calendarOf(zone).startOf(day)).toBe(at(start))
    expect(hoursOf(zone, day)).toBe(hours)
  })

  it('knows the month that a moment lies in', () => {
    const oslo = calendarOf('Europe/Oslo')
    expect(oslo.monthOf(at('2026-02-28T23:30:00Z'))).toEqual({ from: '2026-03-01', to: '2026-04-01' })
    expect(oslo.monthInterval(at('2026-12-15T00:00:00Z'))).toEqual({
      startsAt: at('2026-11-30T23:00:00Z'),
      endsAt: at('2026-12-31T23:00:00Z'),
    })
  })

  it('counts days', () => {
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29')
    expect(addDays('2026-01-01', -1)).toBe('2025-12-31')
    expect(daysBetween('2026-02-27', '2026-03-02')).toEqual(['2026-02-27', '2026-02-28', '2026-03-01'])
    expect(daysBetween('2026-03-02', '2026-03-02')).toEqual([])
  })

  it('refuses what is no zone and no day', () => {
    expect(() => calendarOf('Mars/Olympus')).toThrow(/unknown time zone: Mars\/Olympus/)
    expect(() => calendarOf('UTC').startOf('2026-02-30')).toThrow(/not a day/)
    expect(() => calendarOf('UTC').startOf('tomorrow')).toThrow(/not a day/)
  })
})

const zone = fc.constantFrom(
  'UTC',
  'Europe/Oslo',
  'America/New_York',
  'Asia/Kolkata',
  'America/Los_Angeles',
  'Pacific/Kiritimati',
  'Etc/GMT+12',
  'Africa/Cairo',
  'Asia/Beirut',
  'Pacific/Apia',
)
const instant = fc.integer({ min: at('2010-01-01T00:00:00Z'), max: at('2030-01-01T00:00:00Z') })

it('law: an instant lies in its day and the day is what the zone calls it', () => {
  fc.assert(
    fc.property(zone, instant, (name, moment) => {
      const calendar = calendarOf(name)
      const day = calendar.dayOf(moment)
      expect(calendar.startOf(day)).toBeLessThanOrEqual(moment)
      expect(calendar.endOf(day)).toBeGreaterThan(moment)
      expect(calendar.dayEndAfter(moment)).toBe(calendar.endOf(day))
      expect(day).toBe(new Intl.DateTimeFormat('en-CA', { timeZone: name, dateStyle: 'short' }).format(moment))
    }),
    LAW,
  )
})

it('law: days follow each other without gap or overlap', () => {
  fc.assert(
    fc.property(zone, instant, fc.integer({ min: -400, max: 400 }), (name, moment, days) => {
      const calendar = calendarOf(name)
      const day = calendar.addDays(calendar.dayOf(moment), days)
      expect(calendar.endOf(day)).toBe(calendar.startOf(calendar.addDays(day, 1)))
    }),
    LAW,
  )
})
