import { describe, expect, it } from 'vitest'
import { calendarOf, defaultRules, parsePicos, priceBook, proveKnown, rateKnown } from '../../../src/engine/index.ts'
import type { KnownRecord } from '../../../src/engine/index.ts'
import { at, billingRecord, price, sum } from '../values.ts'

const HOUR_MS = 3_600_000

const ways = {
  prices: priceBook([price({ price: '2.4' }), price({ sku: 'hibernated', price: '0.01', unit: 'machine_hour' })]),
  calendar: calendarOf('UTC'),
  rules: defaultRules,
}

const reading = (seenAt: number, minutes: number, total: string, status: string) => ({
  seenAt,
  endsAt: null,
  minutes,
  perMinutePicos: null,
  totalPicos: parsePicos(total),
  status,
})

/** Seen awake after an hour and asleep after two days, of which 24 hours cost 57.60 and 24 cost 0.24; then every hour. */
const asleep: KnownRecord = {
  record: billingRecord({
    startsAt: at('2026-01-10T00:00:00Z'),
    endsAt: null,
    minutes: 72 * 60,
    totalPicos: parsePicos('58.08'),
    status: 'hibernated',
    gpuCount: 1,
  }),
  resource: null,
  statuses: [],
  readings: [
    reading(at('2026-01-10T01:00:00Z'), 60, '2.4', 'active'),
    ...Array.from({ length: 24 }, (_, i) =>
      reading(at('2026-01-12T00:00:00Z') + i * HOUR_MS, (48 + i) * 60, (57.84 + i / 100).toFixed(2), 'hibernated'),
    ),
  ],
  readAt: at('2026-01-13T00:00:00Z'),
}

describe('time of which it is known how long a machine slept, and not when', () => {
  it('is marked on each of its days, and on no other', () => {
    const days = rateKnown(asleep, ways)
    expect(days.map(({ day, state, inferred = false }) => [day, state, inferred])).toEqual([
      ['2026-01-10', 'unknown', true],
      ['2026-01-11', 'hibernated', true],
      ['2026-01-12', 'hibernated', false],
    ])
  })

  it('is marked line by line in the proof, which adds up to the bill', () => {
    const lines = proveKnown(asleep, ways)
    expect(lines.map(({ state, seconds, inferred = false }) => [state, seconds / 3600, inferred])).toEqual([
      ['unknown', 24, true],
      ['hibernated', 48, true],
    ])
    expect(sum(lines.map(({ billedPicos }) => billedPicos))).toBe(asleep.record.totalPicos)
  })

  it('is not there where a record never slept', () => {
    const awake = {
      ...asleep,
      record: { ...asleep.record, totalPicos: parsePicos('172.8'), status: 'active' },
      readings: [],
    }
    expect(rateKnown(awake, ways).some(({ inferred }) => inferred)).toBe(false)
    expect(proveKnown(awake, ways).some(({ inferred }) => inferred)).toBe(false)
  })
})
