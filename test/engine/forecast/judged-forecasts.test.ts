import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  backtest,
  calendarOf,
  DRIVERS,
  forecastAccuracy,
  forecastChange,
  HOUR_MS,
  judgedSpan,
  latestApart,
  parsePicos,
  priceBook,
  type DriverAmounts,
} from '../../../src/engine/index.ts'
import { at, billingRecord, LAW, price, resource, sum } from '../values.ts'

const DAY_MS = 24 * HOUR_MS
const judged = (p10: string, p50: string, p90: string, actual: string) => ({
  p10Picos: parsePicos(p10),
  p50Picos: parsePicos(p50),
  p90Picos: parsePicos(p90),
  actualPicos: parsePicos(actual),
})

describe('judged forecasts', () => {
  it('lie a week apart where they are of a week, the latest twelve of them', () => {
    const daily = Array.from({ length: 120 }, (_, day) => ({ madeAt: day * DAY_MS }))
    const weekly = latestApart(daily, 'week').map(({ madeAt }) => madeAt / DAY_MS)
    expect(weekly).toEqual([42, 49, 56, 63, 70, 77, 84, 91, 98, 105, 112, 119])
    // Days side by side are one stretch: of them four weeks.
    expect(latestApart(daily, 'day')).toHaveLength(28)
  })

  it('are of a month or quarter that is not half over', () => {
    const calendar = calendarOf('Europe/Oslo')
    const days = (horizon: 'month' | 'quarter', moment: string, yearStart?: number) => {
      const span = judgedSpan(horizon, calendar, at(moment), yearStart)
      return span && [span.startsAt, span.endsAt].map((each) => calendar.dayOf(each))
    }
    expect(days('month', '2026-11-10T00:00:00Z')).toEqual(['2026-11-01', '2026-12-01'])
    expect(days('month', '2026-11-20T00:00:00Z')).toBeNull()
    expect(days('quarter', '2026-11-10T00:00:00Z')).toEqual(['2026-10-01', '2027-01-01'])
    expect(days('quarter', '2026-11-20T00:00:00Z')).toBeNull()
    expect(days('quarter', '2026-11-20T00:00:00Z', 2)).toEqual(['2026-11-01', '2027-02-01'])
    expect(days('quarter', '2027-01-10T00:00:00Z', 2)).toBeNull()
    expect(days('month', '2026-11-10T00:00:00Z', 2)).toEqual(['2026-11-01', '2026-12-01'])
  })

  it('are off by the middle of what came, lean by the whole, and count what their band held', () => {
    const of = [judged('90', '100', '105', '110'), judged('70', '100', '120', '80')]
    const { medianOff, held, bias, forecasts } = forecastAccuracy(of)
    expect({ forecasts, held }).toEqual({ forecasts: 2, held: 1 })
    expect(medianOff).toBeCloseTo((10 / 110 + 20 / 80) / 2, 10)
    expect(bias).toBeCloseTo(200 / 190 - 1, 10)
  })

  it('say nothing of what there is none of', () => {
    expect(forecastAccuracy([])).toEqual({ forecasts: 0, medianOff: null, held: 0, bias: null })
    expect(forecastAccuracy([judged('0', '0', '0', '0')])).toEqual({ forecasts: 1, medianOff: 0, held: 1, bias: null })
  })
})

describe('forecastChange', () => {
  const units = (text: string) => parsePicos(text)

  it('tells what was billed beyond what was expected from what is expected otherwise of the rest', () => {
    const change = forecastChange(
      { billedPicos: units('100'), drivers: { keepsRunning: units('50') } },
      { billedPicos: units('130'), drivers: { keepsRunning: units('45') } },
      { keepsRunning: units('20') },
    )
    expect(change.totalPicos).toBe(units('25'))
    expect(change.billedPicos).toBe(units('10'))
    expect(change.drivers.keepsRunning).toBe(units('15'))
  })

  it('law: its parts are the difference, whatever had been expected', () => {
    const amounts = fc.record(
      Object.fromEntries(DRIVERS.map((driver) => [driver, fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n })])),
      { requiredKeys: [] },
    ) as fc.Arbitrary<DriverAmounts>
    const billed = fc.bigInt({ min: 0n, max: 10n ** 18n })
    fc.assert(
      fc.property(billed, billed, amounts, amounts, amounts, (then, now, before, after, expected) => {
        const whole = (billedPicos: bigint, drivers: DriverAmounts) => billedPicos + sum(Object.values(drivers))
        const change = forecastChange(
          { billedPicos: then, drivers: before },
          { billedPicos: now, drivers: after },
          expected,
        )
        expect(change.totalPicos).toBe(whole(now, after) - whole(then, before))
        expect(change.billedPicos + sum(Object.values(change.drivers))).toBe(change.totalPicos)
      }),
      LAW,
    )
  })
})

describe('backtest', () => {
  const asOf = at('2026-03-01T00:00:00Z')
  /** One unit an hour for two months, closed at the end or still open. */
  const machine = (startsAt: string, resourceId: string) => {
    const minutes = (asOf - at(startsAt)) / 60_000
    return billingRecord({
      recordId: `R ${resourceId}`,
      resourceId,
      startsAt: at(startsAt),
      endsAt: null,
      minutes,
      totalPicos: (parsePicos('1') * BigInt(minutes)) / 60n,
      perMinutePicos: null,
      status: 'active',
    })
  }
  const old = machine('2026-01-01T00:00:00Z', 'old')
  const young = machine('2026-02-25T00:00:00Z', 'young')
  const prices = priceBook([
    price({ price: '2.49', validTo: at('2026-02-20T00:00:00Z') }),
    price({ price: '9.99', validFrom: at('2026-02-20T00:00:00Z') }),
  ])

  it('knows neither machines nor prices of later, and finds what runs on', () => {
    const resources = [
      resource({ resourceId: 'old', createdAt: at('2026-01-01T00:00:00Z'), firstSeenAt: at('2026-01-01T00:00:00Z') }),
      resource({ resourceId: 'young', createdAt: at('2026-02-25T00:00:00Z'), firstSeenAt: at('2026-02-25T00:00:00Z') }),
    ]
    const rows = backtest({ records: [old, young], resources, prices, asOf, calendar: calendarOf('UTC') })
    const week = rows.filter(({ horizon }) => horizon === 'week')
    expect(week.map(({ madeAt }) => (asOf - madeAt) / DAY_MS)).toEqual([42, 35, 28, 21, 14, 7])
    for (const { p50Picos } of week) expect(Number(p50Picos) / 1e12).toBeCloseTo(168, 0)
    expect(Number(week.at(-1)!.actualPicos) / 1e12).toBeCloseTo(168 + 4 * 24, 6)
    // February, made in its first half, with what was billed by then.
    const month = rows.filter(({ horizon }) => horizon === 'month')
    expect(month.map(({ madeAt }) => new Date(madeAt).toISOString().slice(0, 10))).toEqual([
      '2026-02-01',
      '2026-02-08',
      '2026-02-15',
    ])
    for (const { p50Picos } of month) expect(Number(p50Picos) / 1e12).toBeCloseTo(28 * 24, 0)
  })

  it('judges quarters of fiscal years', () => {
    const since = '2025-12-01T00:00:00Z'
    const records = [machine(since, 'old')]
    const resources = [resource({ resourceId: 'old', createdAt: at(since), firstSeenAt: at(since) })]
    // By calendar years no quarter of it is over that was seen from its first day.
    const quarters = backtest({ records, resources, prices, asOf, calendar: calendarOf('UTC'), yearStart: 3 })
      .filter(({ horizon }) => horizon === 'quarter')
      .map(({ startsAt }) => new Date(startsAt).toISOString().slice(0, 10))
    expect([...new Set(quarters)]).toEqual(['2025-12-01'])
  })
})
