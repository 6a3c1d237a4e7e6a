import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { forecastSpend } from '../../../../src/engine/forecast/spend/forecast-spend.ts'
import { grouped, hourlySpend } from '../../../../src/engine/forecast/spend/hourly-spend.ts'
import { lifetimesOf, survival } from '../../../../src/engine/forecast/spend/lifetimes.ts'
import { kindHistory } from '../../../../src/engine/forecast/spend/lives.ts'
import { stretchesOf, type SpendRecord } from '../../../../src/engine/forecast/spend/spend-record.ts'
import { windowHalves } from '../../../../src/engine/forecast/spend/window-interval.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const NOW = Date.UTC(2026, 2, 2)

const record = (part: Partial<SpendRecord> & { resource: string }): SpendRecord => ({
  kind: 'always-on',
  currency: 'USD',
  startsAt: NOW - 40 * DAY,
  endsAt: null,
  ratePerHour: 2,
  ...part,
})

const sum = (values: readonly number[]) => values.reduce((total, v) => total + v, 0)
const ask = (records: SpendRecord[], horizonHours = 72, plans: SpendRecord[] = []) =>
  forecastSpend({ records, plans, asOf: NOW, horizonHours })[0]!

/** A machine that runs on working days from 8 to 18 UTC, for so many weeks. */
const working = (resource: string, weeks: number): SpendRecord[] =>
  Array.from({ length: weeks * 7 }, (_, d) => NOW - (weeks * 7 - d) * DAY)
    .filter((day) => ![0, 6].includes(new Date(day).getUTCDay()))
    .map((day) => record({ resource, kind: 'scheduled', startsAt: day + 8 * HOUR, endsAt: day + 18 * HOUR }))

describe('hourly spend', () => {
  it('shares broken hours and conserves the whole', () => {
    const stretch = { resource: 'a', from: 0.5, to: 3.25, rate: 2, bornAt: 0.5 }
    expect([...hourlySpend([stretch], 5)]).toEqual([1, 2, 2, 0.5, 0])
  })

  it('groups from the end', () => {
    expect([...grouped(Float64Array.of(9, 1, 2, 3, 4), 2)]).toEqual([3, 7])
  })
})

describe('lifetimes', () => {
  it('finds that scheduled machines come back and jobs do not', () => {
    const at = 40 * 24
    const scheduled = stretchesOf(working('a', 5), NOW - at * HOUR)
    expect(lifetimesOf(kindHistory(scheduled).lives, at).reopens).toBeGreaterThan(0.9)
    const jobs = Array.from({ length: 9 }, (_, i) => ({
      resource: `j${i}`,
      from: i * 50,
      to: i * 50 + 5,
      rate: 1,
      bornAt: i * 50,
    }))
    expect(lifetimesOf(kindHistory(jobs).lives, at).reopens).toBeLessThan(0.1)
  })

  it('lets the old live on longer than the young', () => {
    const jobs = Array.from({ length: 50 }, (_, i) => ({
      resource: `j${i}`,
      from: i,
      to: i + (i % 10 === 0 ? 900 : 2),
      rate: 1,
      bornAt: i,
    }))
    const lifetimes = lifetimesOf(kindHistory(jobs).lives, 500)
    expect(survival(lifetimes, 0, new Float64Array(6))[5]).toBeLessThan(0.5)
    expect(survival(lifetimes, 100, new Float64Array(6))[5]).toBeGreaterThan(0.9)
  })
})

describe('forecastSpend', () => {
  it('nothing recorded: no forecast', () => {
    expect(forecastSpend({ records: [], asOf: NOW, horizonHours: 24 })).toEqual([])
  })

  it('always-on: goes on at its rate within a few per cent, nothing new', () => {
    const { total } = ask([record({ resource: 'a' }), record({ resource: 'b', ratePerHour: 3 })])
    expect(total.runRatePerHour).toBe(5)
    expect(sum(total.mean) / (72 * 5)).toBeCloseTo(1, 1)
  })

  it('a resource born minutes ago counts', () => {
    const { total } = ask([record({ resource: 'a', startsAt: NOW - 5 * 60_000 })], 24)
    expect(sum(total.mean)).toBeGreaterThan(24)
  })

  it('everything deleted: storage only', () => {
    const gone = record({ resource: 'vm', kind: 'job', endsAt: NOW - 5 * DAY, startsAt: NOW - 30 * DAY })
    const { kinds, total } = ask([gone, record({ resource: 'disk', kind: 'storage', ratePerHour: 0.1 })], 24)
    expect(kinds.map(({ kind }) => kind)).toEqual(['job', 'storage'])
    expect(total.runRatePerHour).toBe(0.1)
    expect(sum(kinds[0]!.mean)).toBeLessThan(0.5)
  })

  it('knows the working week, also on Monday at midnight when nothing runs', () => {
    const { total } = ask([...working('a', 6), ...working('b', 6)], 168)
    expect(total.runRatePerHour).toBe(0)
    expect(sum(total.mean) / (2 * 2 * 50)).toBeCloseTo(1, 0)
    expect(sum(total.mean.slice(8, 18))).toBeGreaterThan(5 * sum(total.mean.slice(0, 8)))
    expect(sum(total.mean.slice(5 * 24))).toBeLessThan(0.15 * sum(total.mean))
  })

  it('a planned deletion and a planned deployment override what was expected', () => {
    const records = [record({ resource: 'a' }), record({ resource: 'b' })]
    const deletion = record({ resource: 'b', startsAt: NOW + 24 * HOUR, ratePerHour: 0 })
    const deployment = record({ resource: 'new', startsAt: NOW + 48 * HOUR, ratePerHour: 10 })
    const { total } = ask(records, 72, [deletion, deployment])
    expect(sum(total.mean.slice(0, 24)) / 24).toBeCloseTo(4, 0)
    expect(sum(total.mean.slice(24, 48)) / 24).toBeCloseTo(2, 0)
    expect(sum(total.mean.slice(48)) / 24).toBeCloseTo(12, 0)
    expect(sum(total.planned)).toBeCloseTo(-2 * 48 + 10 * 24, -1)
  })

  it('two currencies never meet', () => {
    const records = [record({ resource: 'a' }), record({ resource: 'b', currency: 'EUR', ratePerHour: 7 })]
    const forecasts = forecastSpend({ records, asOf: NOW, horizonHours: 24 })
    expect(forecasts.map(({ currency, total }) => [currency, total.runRatePerHour])).toEqual([
      ['EUR', 7],
      ['USD', 2],
    ])
  })

  it('above a week it forecasts days', () => {
    const { stepHours, total } = ask([record({ resource: 'a' })], 720)
    expect([stepHours, total.mean.length]).toEqual([24, 30])
    expect(sum(total.mean) / (720 * 2)).toBeCloseTo(1, 0)
    expect(() => ask([record({ resource: 'a' })], 721)).toThrow('whole days above')
  })

  it('refuses a rate that is no number', () => {
    expect(() => ask([record({ resource: 'a', ratePerHour: Number.NaN })])).toThrow('The rate of a is NaN')
  })

  it('sees nothing of what came after asOf', () => {
    const past = [...working('a', 5), record({ resource: 'b' })]
    const later = [
      record({ resource: 'b', endsAt: NOW + DAY }),
      record({ resource: 'c', startsAt: NOW + HOUR, ratePerHour: 100 }),
    ]
    expect(ask([...working('a', 5), ...later])).toEqual(ask(past))
  })
})

const anyRecords = fc.array(
  fc
    .tuple(
      fc.integer({ min: 0, max: 12 }),
      fc.integer({ min: 1, max: 900 }),
      fc.integer({ min: 1, max: 300 }),
      fc.integer({ min: 0, max: 9 }),
    )
    .map(([name, startsBefore, hours, rate]) =>
      record({
        resource: `r${name}`,
        kind: `kind ${name % 3}`,
        startsAt: NOW - startsBefore * HOUR,
        endsAt: hours >= startsBefore ? null : NOW - (startsBefore - hours) * HOUR,
        ratePerHour: rate / 2,
      }),
    ),
  { minLength: 1, maxLength: 30 },
)

describe('laws of forecastSpend', () => {
  it('the kinds add up to the total, nothing is negative, intervals are nested and hold the mean', () => {
    fc.assert(
      fc.property(anyRecords, (records) => {
        const forecast = ask(records, 24)
        forecast.total.mean.forEach((v, i) => {
          expect(v).toBeGreaterThanOrEqual(0)
          expect(sum(forecast.kinds.map(({ mean }) => mean[i]!))).toBeCloseTo(v, 8)
        })
        for (const part of [forecast.total, ...forecast.kinds]) {
          const widths = windowHalves(forecast, part, { from: 0, to: 24 }).halves.map(({ half }) => half)
          expect(widths).toEqual([...widths].sort((a, b) => a - b))
          if (part.level > 0) expect(widths[0]).toBeGreaterThan(0)
        }
      }),
      { seed: 3, numRuns: 12 },
    )
  })

  it('shuffled records give the same answer', () => {
    fc.assert(
      fc.property(
        anyRecords.chain((records) =>
          fc.tuple(fc.constant(records), fc.shuffledSubarray(records, { minLength: records.length })),
        ),
        ([records, shuffled]) => {
          expect(ask(shuffled, 24)).toEqual(ask(records, 24))
        },
      ),
      { seed: 5, numRuns: 6 },
    )
  })
})

describe('window intervals', () => {
  const noisy = (resource: string, kind: string) =>
    Array.from({ length: 35 * 4 }, (_, i) =>
      record({
        resource: `${resource}${i}`,
        kind,
        startsAt: NOW - (i + 1) * 6 * HOUR,
        endsAt: i === 0 ? null : NOW - i * 6 * HOUR,
        ratePerHour: 10 + ((i * 7919) % 11),
      }),
    )

  const halves = (forecast: ReturnType<typeof ask>, hours = 24) =>
    windowHalves(forecast, forecast.total, { from: 0, to: hours })

  it('rest on own past windows once there are enough, and hold what a steady rhythm brings', () => {
    const forecast = ask(noisy('job', 'job'), 24)
    const { origins, halves: made } = halves(forecast)
    expect(origins).toBeGreaterThanOrEqual(21)
    const most = made.find(({ level }) => level === 80)!.half
    expect(Math.abs(sum(forecast.total.mean) - 24 * 15)).toBeLessThan(most)
    expect(most).toBeLessThan(24 * 4)
  })

  it('rest on what is usual on the first day, and are wide', () => {
    const forecast = ask([record({ resource: 'a', startsAt: NOW - 3 * HOUR })], 24)
    const { origins, halves: made } = halves(forecast)
    expect(origins).toBe(0)
    const [half, eighty, most] = made.map(({ half }) => half / (24 * 2))
    // 1.5 x 0.076 of the level, times 0.83, 1.6 and 2.55; the level is that of three hours of the day.
    expect(half).toBeCloseTo(1.5 * 0.076 * 0.83, 3)
    expect(eighty).toBeCloseTo(1.5 * 0.076 * 1.6, 3)
    expect(most).toBeCloseTo(1.5 * 0.076 * 2.55, 3)
  })

  it('are narrow where nothing ever moved, and have no width only where there is nothing', () => {
    const steady = ask([record({ resource: 'a' })], 24)
    const [, eighty] = halves(steady).halves
    expect(eighty!.half).toBeGreaterThan(0.001 * 48)
    expect(eighty!.half).toBeLessThan(0.03 * 48)
    const nothing = ask([record({ resource: 'a', ratePerHour: 0 })], 24)
    expect(halves(nothing).halves.map(({ half }) => half)).toEqual([0, 0, 0])
  })

  it('grow beyond the last step with what is usual', () => {
    const forecast = ask([record({ resource: 'a' })], 720)
    const widthOf = (hours: number) =>
      windowHalves(forecast, forecast.total, { from: 0, to: 30, hours, lead: 0 }).halves[1]!.half / hours
    expect(widthOf(8760)).toBeGreaterThan(1.2 * widthOf(2160))
    expect(widthOf(2160)).toBeGreaterThan(widthOf(720))
  })
})
