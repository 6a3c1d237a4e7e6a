import { describe, expect, it } from 'vitest'
import { planCalendar, planIntervals, workWeek, workingHours } from '../../../src/engine/plan/index.ts'
import { weekSlots } from '../../../src/engine/plan/week-windows.ts'
import { at } from '../values.ts'
import { calendarIn, plan } from './values.ts'

const nights = plan({ what: { kind: 'sleep' }, week: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: 20, to: 8 }] })
const told = (intervals: readonly { startsAt: number; endsAt: number }[]) =>
  intervals.map(({ startsAt, endsAt }) => [
    new Date(startsAt).toISOString().slice(0, 16),
    new Date(endsAt).toISOString().slice(0, 16),
  ])

describe('when a plan holds', () => {
  it('goes by the clock of the zone over a change of the clocks', () => {
    // Clocks go forward on Sunday, 29 March 2026: 20:00 is 19:00 UTC before it, 18:00 after it.
    const within = { startsAt: at('2026-03-27T12:00:00Z'), endsAt: at('2026-03-31T12:00:00Z') }
    expect(told(planIntervals(nights, calendarIn('Europe/Oslo'), within))).toEqual([
      ['2026-03-27T19:00', '2026-03-28T07:00'],
      ['2026-03-30T18:00', '2026-03-31T06:00'],
    ])
  })

  it('keeps whole hours of the clock in a zone of half an hour', () => {
    const within = { startsAt: at('2026-06-01T00:00:00Z'), endsAt: at('2026-06-02T12:00:00Z') }
    expect(told(planIntervals(nights, calendarIn('Asia/Kolkata'), within))).toEqual([
      ['2026-06-01T14:30', '2026-06-02T02:30'],
    ])
  })

  it('is cut off by its own beginning and end', () => {
    const short = { ...nights, startsAt: at('2026-06-01T22:10:00Z'), endsAt: at('2026-06-02T05:00:00Z') }
    const within = { startsAt: at('2026-06-01T00:00:00Z'), endsAt: at('2026-06-05T00:00:00Z') }
    expect(told(planIntervals(short, calendarIn('UTC'), within))).toEqual([['2026-06-01T22:10', '2026-06-02T05:00']])
  })

  it('has the hours of a Sunday on a holiday', () => {
    // Friday, 25 December: no night begins on it, as none begins on a Sunday; the night before ends at midnight.
    const within = { startsAt: at('2026-12-24T12:00:00Z'), endsAt: at('2026-12-27T00:00:00Z') }
    expect(told(planIntervals(nights, calendarIn('UTC', '2026-12-25'), within))).toEqual([
      ['2026-12-24T20:00', '2026-12-25T00:00'],
      ['2026-12-26T00:00', '2026-12-26T08:00'],
    ])
  })

  it('holds at no time outside of itself', () => {
    const within = { startsAt: at('2025-06-01T00:00:00Z'), endsAt: at('2025-06-05T00:00:00Z') }
    expect(planIntervals(nights, calendarIn('UTC'), within)).toEqual([])
  })
})

describe('the calendar of an account', () => {
  const days = { startsAt: at('2026-12-24T23:00:00Z'), endsAt: at('2026-12-26T23:00:00Z') }
  const christmas = plan({ who: { kind: 'account' }, what: { kind: 'holiday', name: 'Christmas' }, ...days })

  it('takes the days of its holidays in the zone', () => {
    expect([...planCalendar('Europe/Oslo', [christmas]).holidays]).toEqual(['2026-12-25', '2026-12-26'])
  })

  it('does not count what was taken back', () => {
    expect(planCalendar('Europe/Oslo', [{ ...christmas, withdrawn: christmas.approved }]).holidays.size).toBe(0)
  })

  it('adds up the working hours that the account says', () => {
    const work = (from: number, to: number) =>
      plan({ who: { kind: 'account' }, what: { kind: 'working-hours' }, week: [{ days: ['mon'], from, to }] })
    const now = at('2026-06-01T00:00:00Z')
    expect(workWeek([work(8, 12), work(13, 17)], now)).toEqual(
      weekSlots([
        { days: ['mon'], from: 8, to: 12 },
        { days: ['mon'], from: 13, to: 17 },
      ]),
    )
    expect(workWeek([], now)).toBeNull()
  })

  it('lets a night shift go on into the next day', () => {
    const slots = workingHours(22, 6)
    expect([slots[22], slots[29], slots[30], slots[5 * 24 + 5], slots[5 * 24 + 22]]).toEqual([1, 1, 0, 1, 0])
  })
})
