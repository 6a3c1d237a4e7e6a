import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  calendarOf,
  formatPicos,
  forecastWindow,
  HOUR_MS,
  parsePicos,
  priceBook,
  recordsKnownAt,
  spendPath,
  type BillingRecord,
  type ForecastInput,
} from '../../../src/engine/index.ts'
import { at, billingRecord, LAW, price, resource, sum } from '../values.ts'

const asOf = at('2026-01-16T00:00:00Z')
const base: ForecastInput = {
  records: [],
  resources: [],
  prices: priceBook([price({ price: '2.49' })]),
  calendar: calendarOf('UTC'),
  asOf,
  window: { from: '2026-01-01', to: '2026-02-01' },
  groupBy: () => 'all',
}

/** A machine at one unit an hour, from then on. */
const always = (overrides: Partial<BillingRecord> = {}): BillingRecord => {
  const startsAt = overrides.startsAt ?? at('2025-11-01T00:00:00Z')
  const minutes = ((overrides.endsAt ?? asOf) - startsAt) / 60_000
  return billingRecord({
    startsAt,
    endsAt: null,
    minutes,
    totalPicos: parsePicos('1') * BigInt(Math.round(minutes / 60)),
    perMinutePicos: null,
    status: 'active',
    ...overrides,
  })
}

const figures = (input: ForecastInput) =>
  forecastWindow(input).totals.map((total) => [
    total.group,
    total.currency,
    formatPicos(total.billedSoFarPicos),
    formatPicos(total.p10Picos),
    formatPicos(total.p50Picos),
    formatPicos(total.p90Picos),
    total.early,
  ])

describe('forecastWindow', () => {
  it('lets what is open go on at its rate to the end of the month, and is never quite sure of it', () => {
    const [total] = forecastWindow({ ...base, records: [always()] }).totals
    expect(figures({ ...base, records: [always()] })).toMatchObject([['all', 'USD', '360', {}, '744', {}, false]])
    const half = Number(total!.p90Picos - total!.p50Picos) / 1e12
    expect(half).toBeGreaterThan(5)
    expect(half).toBeLessThan(0.06 * 384)
  })

  it('lets what is closed stay', () => {
    const closed = always({ startsAt: at('2026-01-02T00:00:00Z'), endsAt: at('2026-01-05T00:00:00Z') })
    expect(figures({ ...base, records: [closed] })[0]?.slice(2, 5)).toMatchObject(['72', '72', expect.any(String)])
  })

  it('never adds two wallets', () => {
    const euro = always({ recordId: 'R2', resourceId: 'M2', currency: 'EUR' })
    expect(figures({ ...base, records: [always(), euro] }).map((row) => [row[1], row[2], row[4]])).toEqual([
      ['EUR', '360', '744'],
      ['USD', '360', '744'],
    ])
  })

  it('knows the month of the zone', () => {
    const oslo = { ...base, calendar: calendarOf('Europe/Oslo'), window: { from: '2026-03-01', to: '2026-04-01' } }
    expect(formatPicos(forecastWindow({ ...oslo, records: [always()] }).totals[0]!.p50Picos)).toBe('743')
  })

  it('counts what runs without a record by its price, and says so', () => {
    const { totals } = forecastWindow({ ...base, resources: [resource({ gpuCount: 1 })] })
    expect(totals[0]).toMatchObject({
      p50Picos: parsePicos('2.49') * 24n * 16n,
      early: true,
      basis: { 'billing record': 0, 'instance price': 0, 'list price': 1, unpriced: 0 },
    })
  })

  it('gives a wide early estimate for a machine born an hour ago', () => {
    const [total] = forecastWindow({ ...base, records: [always({ startsAt: asOf - HOUR_MS })] }).totals
    expect(total).toMatchObject({ early: true, origins: 0, p50Picos: parsePicos('385') })
    expect(total!.p90Picos).toBeGreaterThan(parsePicos('440'))
  })

  it('is certain of a month that is over', () => {
    const input = { ...base, window: { from: '2025-12-01', to: '2026-01-01' }, records: [always()] }
    expect(figures(input)).toEqual([['all', 'USD', '744', '744', '744', '744', false]])
  })

  it('groups by what the caller likes, a row for each day', () => {
    const other = always({ recordId: 'R2', resourceId: 'M2', gpuModel: 'L40' })
    const { rows } = forecastWindow({ ...base, records: [always(), other], groupBy: (item) => item.gpuModel ?? '-' })
    expect(rows).toHaveLength(62)
    expect(rows.filter((row) => row.group === 'L40').map((row) => row.p50Picos)).toEqual(
      new Array<bigint>(31).fill(parsePicos('24')),
    )
  })

  it('asked for an earlier moment it does not know what came later', () => {
    const early = at('2026-01-10T00:00:00Z')
    const [now, later] = [always({ endsAt: asOf }), always({ recordId: 'R2', startsAt: at('2026-01-12T00:00:00Z') })]
    const known = recordsKnownAt([now, later], early)
    expect(known).toEqual([always({ minutes: 70 * 1440, totalPicos: parsePicos('1680') })])
    expect(figures({ ...base, asOf: early, records: [now, later] })).toEqual(
      figures({ ...base, asOf: early, records: known }),
    )
  })
})

/** Machines that come and go over two months. */
const history = fc
  .array(fc.tuple(fc.nat(75 * 24), fc.integer({ min: 1, max: 400 }), fc.integer({ min: 1, max: 900 })), {
    maxLength: 30,
  })
  .map((runs) =>
    runs.map(([startHour, hours, cents], i) => {
      const startsAt = at('2025-11-01T00:00:00Z') + startHour * HOUR_MS
      const endsAt = startsAt + hours * HOUR_MS
      const billed = Math.max(0, Math.min(endsAt, asOf) - startsAt) / HOUR_MS
      return billingRecord({
        recordId: `R${i}`,
        resourceId: `M${i}`,
        startsAt,
        endsAt: endsAt > asOf ? null : endsAt,
        minutes: billed * 60,
        totalPicos: parsePicos(`${cents}e-2`) * BigInt(billed),
        perMinutePicos: null,
        currency: i % 3 === 0 ? 'EUR' : 'USD',
        status: endsAt > asOf ? 'active' : 'completed',
      })
    }),
  )
  .map((records) => records.filter((record) => record.startsAt < asOf))

/** Each run forecasts two wallets with all their past forecasts. */
const FEW = { ...LAW, numRuns: 20 }

it('law: no bound lies below what is billed, nor on the wrong side of the middle', () => {
  fc.assert(
    fc.property(history, (records) => {
      const { rows, totals } = forecastWindow({ ...base, records })
      for (const one of [...rows, ...totals]) {
        expect(one.billedSoFarPicos <= one.p10Picos).toBe(true)
        expect(one.p10Picos <= one.p50Picos && one.p50Picos <= one.p90Picos).toBe(true)
      }
    }),
    FEW,
  )
})

it('law: days add up to their total, groups add up to the wallet', () => {
  fc.assert(
    fc.property(history, (records) => {
      const { totals } = forecastWindow({ ...base, records })
      const { rows } = forecastWindow({ ...base, records, groupBy: (item) => item.resourceId })
      for (const total of totals) {
        const parts = rows.filter((row) => row.currency === total.currency)
        expect(sum(parts.map((row) => row.p50Picos))).toBe(total.p50Picos)
        expect(sum(parts.map((row) => row.billedSoFarPicos))).toBe(total.billedSoFarPicos)
      }
    }),
    FEW,
  )
})

it('law: the order of records does not matter', () => {
  fc.assert(
    fc.property(history, (records) => {
      const turned = forecastWindow({ ...base, records: [...records].reverse() })
      const straight = forecastWindow({ ...base, records })
      const cents = (picos: bigint) => (picos + 5_000_000_000n) / 10_000_000_000n
      const read = ({ rows }: typeof turned) =>
        rows.map((row) => [row.day, row.currency, row.p50Picos, cents(row.p90Picos)])
      expect(read(turned)).toEqual(read(straight))
    }),
    FEW,
  )
})

it('law: cumulative quantiles are monotone: the path of spend never falls at p10, p50 or p90, and its bounds enclose it', () => {
  fc.assert(
    fc.property(history, (records) => {
      const { path } = spendPath({ ...base, records, currency: 'USD', readAt: asOf, horizonDays: 45 })
      expect(path).toHaveLength(1 + 168 + 38)
      path.slice(1).forEach((point, i) => {
        const before = path[i]!
        expect(point.p10Picos >= before.p10Picos && point.p90Picos >= before.p90Picos).toBe(true)
        expect(point.p50Picos >= before.p50Picos).toBe(true)
        expect(point.p10Picos <= point.p50Picos && point.p50Picos <= point.p90Picos).toBe(true)
      })
    }),
    { ...LAW, numRuns: 40 },
  )
})
