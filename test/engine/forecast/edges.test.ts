import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  calendarOf,
  forecastWindow,
  formatPicos,
  HOUR_MS,
  parsePicos,
  priceBook,
  type BillingRecord,
  type ForecastInput,
} from '../../../src/engine/index.ts'
import { calendarIn, plan } from '../plan/values.ts'
import { at, billingRecord, LAW, price, resource } from '../values.ts'

const DAY_MS = 24 * HOUR_MS
const asOf = at('2026-01-16T00:00:00Z')
const base: ForecastInput = {
  records: [],
  resources: [],
  prices: priceBook([price({ price: '2.49' })]),
  calendar: calendarOf('UTC'),
  asOf,
  window: { from: '2026-01-16', to: '2026-01-23' },
  groupBy: () => 'all',
}

/** A machine at so much an hour. */
function machine(resourceId: string, startsAt: string, endsAt: string | null, perHour = '1'): BillingRecord {
  const minutes = ((endsAt === null ? asOf : at(endsAt)) - at(startsAt)) / 60_000
  return billingRecord({
    recordId: `${resourceId} ${startsAt}`,
    resourceId,
    resourceName: resourceId,
    startsAt: at(startsAt),
    endsAt: endsAt === null ? null : at(endsAt),
    minutes,
    totalPicos: (parsePicos(perHour) * BigInt(minutes)) / 60n,
    perMinutePicos: null,
    status: endsAt === null ? 'active' : 'completed',
  })
}

const service = machine('service', '2025-11-01T00:00:00Z', null)
const total = (input: Partial<ForecastInput>) => forecastWindow({ ...base, ...input }).totals[0]!
const likely = (input: Partial<ForecastInput>) => Number(total(input).p50Picos) / 1e12

describe('a step of yesterday', () => {
  it('up: what runs has taken over within the day', () => {
    const records = [service, machine('new', '2026-01-15T00:00:00Z', null, '3')]
    expect(likely({ records })).toBeGreaterThan(0.9 * 4 * 168)
    expect(likely({ records })).toBeLessThan(1.1 * 4 * 168)
  })

  it('down: what ended is not expected to go on', () => {
    const records = [service, machine('old', '2025-11-01T00:00:00Z', '2026-01-15T00:00:00Z', '3')]
    expect(likely({ records })).toBeGreaterThan(0.9 * 168)
    expect(likely({ records })).toBeLessThan(1.2 * 168)
  })
})

it('a refund lowers what is billed and is not expected again', () => {
  const refund = { ...machine('refund', '2026-01-10T00:00:00Z', '2026-01-10T01:00:00Z'), totalPicos: parsePicos('-50') }
  const window = { from: '2026-01-01', to: '2026-02-01' }
  const { billedSoFarPicos, p50Picos, p10Picos, p90Picos } = total({ records: [service, refund], window })
  expect(formatPicos(billedSoFarPicos)).toBe('310')
  expect(Math.abs(Number(p50Picos - billedSoFarPicos) / 1e12 - 384)).toBeLessThan(0.1 * 384)
  expect(p10Picos).toBeGreaterThanOrEqual(billedSoFarPicos)
  expect(p90Picos).toBeGreaterThan(p50Picos)
})

it('weeks of nothing in between are no error, and not taken for what will be', () => {
  const records = [
    machine('before', '2025-10-01T00:00:00Z', '2025-11-10T00:00:00Z'),
    machine('after', '2025-12-20T00:00:00Z', null),
  ]
  expect(likely({ records })).toBeGreaterThan(0.85 * 168)
  expect(likely({ records })).toBeLessThan(1.15 * 168)
})

it('nothing but nought is nought, without a width', () => {
  const free = { ...service, totalPicos: 0n }
  const { p10Picos, p50Picos, p90Picos } = total({ records: [free] })
  expect([p10Picos, p50Picos, p90Picos]).toEqual([0n, 0n, 0n])
})

it('a price that changes within the window is paid from then on, and is no trend', () => {
  const gpus = [{ ...machine('service', '2025-11-01T00:00:00Z', null, '9.96') }]
  const prices = priceBook([
    price({ price: '2.49', validTo: at('2026-01-20T00:00:00Z') }),
    price({ price: '4.98', validFrom: at('2026-01-20T00:00:00Z') }),
  ])
  const resources = [resource({ resourceId: 'service' })]
  const before = total({ records: gpus, resources })
  const after = total({ records: gpus, resources, prices })
  // Of seven days the last three cost twice as much.
  const more = Number(after.p50Picos - before.p50Picos) / 1e12
  expect(more).toBeCloseTo((Number(before.p50Picos) / 1e12) * (3 / 7), 0)
  expect(after.drivers.priceChange).toBe(after.p50Picos - before.p50Picos)
})

it('a planned end is followed to the hour', () => {
  const records = [service, machine('demo', '2025-11-01T00:00:00Z', null, '2')]
  const end = plan({
    who: { kind: 'machine', resourceId: 'demo' },
    startsAt: at('2026-01-18T12:00:00Z'),
    what: { kind: 'end' },
  })
  const planned = { plans: [end], calendar: calendarIn('UTC'), subjects: new Map() }
  const { drivers } = total({ records, planned })
  expect(Number(drivers.planned!) / 1e12).toBeCloseTo(-2 * 4.5 * 24, 0)
})

it('what a plan ends costs nothing from then on, to the last unit', () => {
  const records = [service, machine('demo', '2025-11-01T00:00:00Z', null, '11.58')]
  const end = plan({
    who: { kind: 'machine', resourceId: 'demo' },
    startsAt: at('2026-01-18T12:30:00Z'),
    what: { kind: 'end' },
  })
  const planned = { plans: [end], calendar: calendarIn('UTC'), subjects: new Map() }
  const window = { from: '2026-01-01', to: '2027-01-01' }
  const { rows } = forecastWindow({ ...base, records, planned, window, groupBy: ({ resourceId }) => resourceId })
  const after = rows.filter(({ group, day }) => group === 'demo' && day > '2026-01-18')
  expect(after.filter(({ p50Picos, p10Picos }) => p50Picos !== 0n || p10Picos !== 0n)).toEqual([])
})

it.each([
  ['2026-03-29', '2026-03-30', 23],
  ['2026-10-25', '2026-10-26', 25],
])('the day that clocks change has its own hours: %s', (from, to, hours) => {
  const calendar = calendarOf('Europe/Oslo')
  const now = calendar.startOf(from) - DAY_MS
  const minutes = (now - at('2026-01-01T00:00:00Z')) / 60_000
  const steady = {
    ...machine('steady', '2026-01-01T00:00:00Z', null),
    minutes,
    totalPicos: (parsePicos('1') * BigInt(minutes)) / 60n,
  }
  const forecast = forecastWindow({
    ...base,
    records: [steady],
    calendar,
    asOf: now,
    window: { from, to },
    step: 'hour',
  })
  expect(forecast.rows).toHaveLength(hours)
  expect(Number(forecast.totals[0]!.p50Picos) / 1e12).toBeCloseTo(hours, 0)
})

it('law: a closed record more in the past never lowers what is billed; bands lie within each other', () => {
  const records = [service, machine('job', '2025-12-01T00:00:00Z', '2025-12-03T00:00:00Z', '4')]
  const window = { from: '2025-12-01', to: '2026-02-01' }
  const before = total({ records, window }).billedSoFarPicos
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 45 * 24 }), fc.integer({ min: 1, max: 200 }), (startHour, hours) => {
      const startsAt = at('2025-11-20T00:00:00Z') + startHour * HOUR_MS
      const endsAt = Math.min(asOf, startsAt + hours * HOUR_MS)
      const past = machine('past', new Date(startsAt).toISOString(), new Date(endsAt).toISOString(), '2')
      const { billedSoFarPicos, bounds } = total({ records: [...records, past], window })
      expect(billedSoFarPicos).toBeGreaterThanOrEqual(before)
      for (const [i, { lowerPicos, upperPicos }] of bounds.entries()) {
        expect(lowerPicos).toBeGreaterThanOrEqual(billedSoFarPicos)
        if (i > 0) expect(lowerPicos).toBeLessThanOrEqual(bounds[i - 1]!.lowerPicos)
        if (i > 0) expect(upperPicos).toBeGreaterThanOrEqual(bounds[i - 1]!.upperPicos)
      }
    }),
    { ...LAW, numRuns: 15 },
  )
})
