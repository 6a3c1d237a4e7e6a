import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { apportion, calendarOf, pieceCalendar, type Day } from '../../../src/engine/index.ts'
import { at, billingRecord } from '../values.ts'

const UTC = calendarOf('UTC')

describe.each(['UTC', 'Europe/Oslo', 'Asia/Kolkata', 'America/Los_Angeles', 'Pacific/Apia'])(
  'the pieces of %s',
  (zone) => {
    const { calendar, pieceOf } = pieceCalendar(zone)
    const local = calendarOf(zone)

    test('law: a piece is of the days that its instants lie in, and ends at the nearer midnight', () => {
      const instant = fc.integer({ min: Date.UTC(2011, 11, 1) / 1000, max: Date.UTC(2027, 0, 1) / 1000 })
      fc.assert(
        fc.property(instant, (seconds) => {
          const now = seconds * 1000
          const name = calendar.dayOf(now)
          expect(pieceOf(name)).toEqual({ day: local.dayOf(now), utcDay: UTC.dayOf(now) })
          expect(calendar.startOf(name)).toBeLessThanOrEqual(now)
          const end = calendar.dayEndAfter(now)
          expect(end).toBeGreaterThan(now)
          expect(calendar.dayOf(end - 1)).toBe(name)
          expect(calendar.dayOf(end) > name).toBe(true)
        }),
        { seed: 20260301, numRuns: 300 },
      )
    })

    test('a bill by pieces is the same bill by days of the zone, but for the rounding of a pico', () => {
      const record = billingRecord({
        startsAt: at('2026-03-20T07:13:00Z'),
        endsAt: at('2026-04-03T18:44:00Z'),
        minutes: 20_851,
      })
      const byDay = new Map<Day, bigint>()
      for (const { day: name, billedPicos } of apportion(record, calendar, 0)) {
        const { day } = pieceOf(name)
        byDay.set(day, (byDay.get(day) ?? 0n) + billedPicos)
      }
      const days = apportion(record, local, 0)
      expect([...byDay.keys()]).toEqual(days.map(({ day }) => day))
      expect([...byDay.values()].reduce((sum, each) => sum + each, 0n)).toBe(record.totalPicos)
      for (const { day, billedPicos } of days) {
        const off = byDay.get(day)! - billedPicos
        expect(off <= 2n && off >= -2n).toBe(true)
      }
    })
  },
)
