import { describe, expect, test } from 'vitest'
import {
  isWorkingDay,
  lastCall,
  lastClockTime,
  MONDAY_TO_FRIDAY,
  nextMondayMorning,
  quietUntil,
  type WorkCalendar,
} from '../../../src/engine/alert/index.ts'
import { HOUR_MS } from '../../../src/engine/time.ts'

const OSLO = 'Europe/Oslo'
const at = (text: string) => Date.parse(text)
const iso = (instant: number | null) => (instant === null ? null : new Date(instant).toISOString())

describe('quiet hours', () => {
  const night = { from: 20 * 60, to: 8 * 60 }
  test.each([
    // name, moment, the end of the quiet hours it lies in (Oslo is UTC+1 in winter, +2 in summer)
    ['in the evening', '2026-12-01T20:00:00Z', '2026-12-02T07:00:00.000Z'],
    ['just before they begin', '2026-12-01T18:59:59Z', null],
    ['at their first moment', '2026-12-01T19:00:00Z', '2026-12-02T07:00:00.000Z'],
    ['after midnight', '2026-12-02T01:00:00Z', '2026-12-02T07:00:00.000Z'],
    ['at their end', '2026-12-02T07:00:00Z', null],
    ['over the night when clocks go forward', '2026-03-28T23:00:00Z', '2026-03-29T06:00:00.000Z'],
    ['over the night when they go back', '2026-10-24T22:00:00Z', '2026-10-25T07:00:00.000Z'],
  ])('%s', (_, moment, end) => {
    expect(iso(quietUntil(at(moment), night, OSLO))).toBe(end)
  })

  test('within one day, none, and all day long', () => {
    expect(iso(quietUntil(at('2026-12-01T12:00:00Z'), { from: 12 * 60, to: 14 * 60 }, OSLO))).toBe(
      '2026-12-01T13:00:00.000Z',
    )
    expect(quietUntil(at('2026-12-01T13:00:00Z'), { from: 12 * 60, to: 14 * 60 }, OSLO)).toBeNull()
    expect(quietUntil(at('2026-12-01T12:00:00Z'), null, OSLO)).toBeNull()
    expect(quietUntil(at('2026-12-01T12:00:00Z'), { from: 480, to: 480 }, OSLO)).toBeNull()
  })
})

describe('the last time that a clock showed', () => {
  test.each([
    ['today already', '2026-12-01T07:00:00Z', '2026-12-01T07:00:00.000Z'],
    ['yesterday', '2026-12-01T06:59:59Z', '2026-11-30T07:00:00.000Z'],
    ['after clocks went forward', '2026-03-29T06:00:00Z', '2026-03-29T06:00:00.000Z'],
  ])('%s', (_, moment, last) => {
    expect(iso(lastClockTime(at(moment), 8 * 60, OSLO))).toBe(last)
  })

  test('a time that the clocks skip is an hour later on that day, and never twice', () => {
    expect(iso(lastClockTime(at('2026-03-29T12:00:00Z'), 150, OSLO))).toBe('2026-03-29T01:30:00.000Z')
    // 02:30 comes twice in the night of 25 October; the second one counts.
    expect(iso(lastClockTime(at('2026-10-25T00:45:00Z'), 150, OSLO))).toBe('2026-10-24T00:30:00.000Z')
    expect(iso(lastClockTime(at('2026-10-25T01:45:00Z'), 150, OSLO))).toBe('2026-10-25T01:30:00.000Z')
  })
})

describe('the last call', () => {
  const calendar = (holidays: string[] = [], weekdays = MONDAY_TO_FRIDAY, zone = OSLO): WorkCalendar => ({
    zone,
    holidays: new Set(holidays),
    weekdays,
  })

  test.each<[string, string, number, WorkCalendar, string]>([
    ['in the midst of a week: the day before', '2026-12-03T09:00:00Z', 0, calendar(), '2026-12-02T14:00:00.000Z'],
    ['on a Monday: the Friday', '2026-11-30T09:00:00Z', 0, calendar(), '2026-11-27T14:00:00.000Z'],
    ['at the first minute of a Tuesday: the Monday', '2026-11-30T23:00:00Z', 0, calendar(), '2026-11-30T14:00:00.000Z'],
    ['with a day of lead', '2026-12-03T09:00:00Z', 24, calendar(), '2026-12-01T14:00:00.000Z'],
    ['with a lead that ends on a week-end', '2026-12-01T09:00:00Z', 48, calendar(), '2026-11-27T14:00:00.000Z'],
    ['over Christmas', '2026-12-28T09:00:00Z', 0, calendar(['2026-12-24', '2026-12-25']), '2026-12-23T14:00:00.000Z'],
    [
      'where Sunday to Thursday are worked',
      '2026-12-06T05:00:00Z',
      0,
      calendar([], new Set([6, 0, 1, 2, 3]), 'Asia/Riyadh'),
      '2026-12-03T12:00:00.000Z',
    ],
    ['in summer time', '2026-03-30T09:00:00Z', 0, calendar(), '2026-03-27T14:00:00.000Z'],
    ['after clocks went forward', '2026-03-31T09:00:00Z', 0, calendar(), '2026-03-30T13:00:00.000Z'],
  ])('%s', (_, emptyAt, leadHours, of, expected) => {
    expect(iso(lastCall(at(emptyAt), leadHours * HOUR_MS, of))).toBe(expected)
  })

  test('a calendar of holidays alone still has a day before', () => {
    const never = { zone: OSLO, holidays: new Set<string>(), weekdays: new Set<number>() }
    expect(iso(lastCall(at('2026-12-03T09:00:00Z'), 0, never))).toBe('2026-12-02T14:00:00.000Z')
    expect(isWorkingDay('2026-12-03', never)).toBe(false)
  })

  test('Monday 09:00 is the next one, and the day after where that is a holiday', () => {
    expect(iso(nextMondayMorning(at('2026-11-27T12:00:00Z'), calendar()))).toBe('2026-11-30T08:00:00.000Z')
    expect(iso(nextMondayMorning(at('2026-11-30T07:00:00Z'), calendar()))).toBe('2026-12-07T08:00:00.000Z')
    expect(iso(nextMondayMorning(at('2026-11-27T12:00:00Z'), calendar(['2026-11-30'])))).toBe(
      '2026-12-01T08:00:00.000Z',
    )
  })
})
