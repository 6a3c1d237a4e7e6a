import { describe, expect, it } from 'vitest'
import { billedSlices } from '../../../src/engine/forecast/billed-slices.ts'
import { calendarOf, formatPicos, parsePicos } from '../../../src/engine/index.ts'
import { at, billingRecord } from '../values.ts'

const record = (startsAt: string, endsAt: string, total: string) =>
  billingRecord({
    startsAt: at(startsAt),
    endsAt: at(endsAt),
    minutes: (at(endsAt) - at(startsAt)) / 60_000,
    totalPicos: parsePicos(total),
  })
const slices = (zone: string, byHour: boolean, of: ReturnType<typeof record>) =>
  billedSlices(of, calendarOf(zone), at('2026-12-31T00:00:00Z'), byHour).map(({ at: moment, picos }) => [
    new Date(moment).toISOString().slice(5, 16),
    formatPicos(picos),
  ])

describe('what a record bills', () => {
  it('by the day, and by the hour of each day, with one sum', () => {
    const of = record('2026-11-27T22:30:00Z', '2026-11-28T02:00:00Z', '7')
    expect(slices('UTC', false, of)).toEqual([
      ['11-27T22:30', '3'],
      ['11-28T00:00', '4'],
    ])
    expect(slices('UTC', true, of)).toEqual([
      ['11-27T22:30', '1'],
      ['11-27T23:00', '2'],
      ['11-28T00:00', '2'],
      ['11-28T01:00', '2'],
    ])
  })

  it('by the hours of the zone, also where they begin at the half of others and where clocks change', () => {
    expect(slices('Asia/Kolkata', true, record('2026-11-28T18:00:00Z', '2026-11-28T20:00:00Z', '4'))).toEqual([
      ['11-28T18:00', '1'],
      ['11-28T18:30', '2'],
      ['11-28T19:30', '1'],
    ])
    const night = record('2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z', '25')
    expect(slices('Europe/Oslo', true, night)).toHaveLength(25)
  })

  it('without time is where it starts', () => {
    const of = record('2026-11-28T10:20:00Z', '2026-11-28T10:20:00Z', '-5')
    expect(slices('UTC', true, of)).toEqual([['11-28T10:20', '-5']])
  })
})
