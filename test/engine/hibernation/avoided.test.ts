import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { avoidedByHibernation } from '../../../src/engine/hibernation/avoided.ts'
import { calendarOf, defaultRules, formatPicos, parsePicos, priceBook } from '../../../src/engine/index.ts'
import { at, billingRecord, LAW, price, resource, sum } from '../values.ts'

const sleep = (from: string, to: string | null, total: string) => {
  const minutes = (at(to ?? '2026-02-01T00:00:00Z') - at(from)) / 60_000
  return billingRecord({
    status: to === null ? 'hibernated' : 'completed',
    startsAt: at(from),
    endsAt: to === null ? null : at(to),
    minutes,
    totalPicos: parsePicos(total),
  })
}

const avoided = (records: ReturnType<typeof sleep>[], prices = [price({ price: '2.49' })], zone = 'UTC') =>
  avoidedByHibernation({
    records,
    resources: new Map([['BRK-000001D', resource()]]),
    prices: priceBook(prices),
    rules: defaultRules,
    calendar: calendarOf(zone),
    readAt: at('2026-02-01T00:00:00Z'),
  })

describe('what hibernation avoided', () => {
  it('is the full rate less what the sleep was billed', () => {
    const rows = avoided([sleep('2026-01-10T10:00:00Z', '2026-01-10T20:00:00Z', '0.10')])
    // 4 GPUs x 2.49 x 10 h = 99.60
    expect(rows).toMatchObject([{ day: '2026-01-10', region: 'CANADA-1', seconds: 36_000 }])
    expect(formatPicos(rows[0]!.avoidedPicos!)).toBe('99.5')
  })

  it('counts each price over the time that it held', () => {
    const prices = [
      price({ price: '2', validTo: at('2026-01-10T15:00:00Z') }),
      price({ price: '3', validFrom: at('2026-01-10T15:00:00Z') }),
    ]
    const rows = avoided([sleep('2026-01-10T10:00:00Z', '2026-01-10T20:00:00Z', '0.10')], prices)
    expect(formatPicos(rows[0]!.onPicos!)).toBe('100')
  })

  it('cuts at the midnights of the zone', () => {
    const rows = avoided([sleep('2026-01-10T10:00:00Z', '2026-01-10T20:00:00Z', '0.10')], undefined, 'Asia/Kolkata')
    expect(rows.map(({ day, seconds }) => [day, seconds])).toEqual([
      ['2026-01-10', 30_600],
      ['2026-01-11', 5_400],
    ])
  })

  it('is not known where the price is not', () => {
    const rows = avoided([sleep('2026-01-10T10:00:00Z', '2026-01-10T20:00:00Z', '0.10')], [])
    expect(rows[0]).toMatchObject({ onPicos: null, avoidedPicos: null })
  })

  it('ignores records that run', () => {
    expect(avoided([billingRecord()])).toEqual([])
  })

  it('law: the days of a sleep add up to its whole, and nothing is negative at a full rate above the flat one', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40_000 }), fc.integer({ min: 0, max: 1439 }), (minutes, offset) => {
        const startsAt = at('2026-01-01T00:00:00Z') + offset * 60_000
        const total = (parsePicos('0.01') * BigInt(minutes)) / 60n
        const record = billingRecord({
          status: 'hibernated',
          startsAt,
          endsAt: startsAt + minutes * 60_000,
          minutes,
          totalPicos: total,
        })
        const rows = avoided([record], [price({ price: '2.4900000001' })], 'Europe/Oslo')
        const full = (parsePicos('2.4900000001') * 4n * BigInt(minutes) * 2n + 60n) / 120n
        const whole = sum(rows.map((row) => row.onPicos!))
        expect(whole - full >= -1n && whole - full <= 1n).toBe(true)
        expect(sum(rows.map((row) => row.billedPicos))).toBe(total)
        expect(sum(rows.map((row) => row.avoidedPicos!))).toBe(whole - total)
        for (const row of rows) expect(row.avoidedPicos! >= 0n).toBe(true)
      }),
      LAW,
    )
  })
})
