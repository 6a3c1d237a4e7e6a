import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  apportion,
  calendarOf,
  defaultRules,
  documentedPrices,
  priceBook,
  rateRecord,
  type BillingRecord,
  type PriceVersion,
  type RateInput,
  type StatusChange,
} from '../../../src/engine/index.ts'
import { at, billingRecord, LAW, price, rateInput, status, sum } from '../values.ts'

const start = at('2026-03-20T00:00:00Z')
const readAt = at('2026-05-01T00:00:00Z')

const zone = fc.constantFrom('UTC', 'Europe/Oslo', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe')

const record: fc.Arbitrary<BillingRecord> = fc
  .record({
    offset: fc.integer({ min: 0, max: 12 * 86_400 }),
    minutes: fc.oneof(fc.nat(200), fc.nat(15_000)),
    tail: fc.nat(90),
    isOpen: fc.boolean(),
    totalPicos: fc.bigInt({ min: -(10n ** 15n), max: 10n ** 17n }),
    isAsleep: fc.boolean(),
    gpuCount: fc.constantFrom(1, 2, 3, 8),
  })
  .map(({ offset, minutes, tail, isOpen, isAsleep, ...rest }) => {
    const startsAt = start + offset * 1000
    const endsAt = isOpen ? null : startsAt + minutes * 60_000 + tail * 1000
    return billingRecord({ ...rest, startsAt, endsAt, minutes, status: isAsleep ? 'hibernated' : 'active' })
  })

const statuses: fc.Arbitrary<StatusChange[]> = fc
  .array(
    fc.tuple(fc.nat(25 * 86_400), fc.constantFrom('ACTIVE', 'SHUTOFF', 'STOPPING', 'HIBERNATED', 'ERROR', 'RESTORING')),
    { maxLength: 12 },
  )
  .map((changes) =>
    changes
      .sort((a, b) => a[0] - b[0])
      .map(([second, text]) => status(new Date(start + second * 1000 + 137).toISOString(), text)),
  )

/** Prices that change at whole seconds; together they leave no gap after their beginning. */
const versions: fc.Arbitrary<PriceVersion[]> = fc
  .uniqueArray(fc.nat(25 * 86_400), { minLength: 1, maxLength: 4 })
  .chain((edges) =>
    fc
      .array(fc.integer({ min: 1, max: 99_999 }), { minLength: edges.length, maxLength: edges.length })
      .map((amounts) =>
        [...edges]
          .sort((a, b) => a - b)
          .map((edge, i) => price({ price: `${amounts[i]}e-4`, validFrom: i === 0 ? 0 : start + edge * 1000 })),
      ),
  )

const input: fc.Arbitrary<RateInput> = fc
  .record({ record, statuses, versions, zone })
  .map(({ versions, zone, ...rest }) =>
    rateInput({
      ...rest,
      prices: priceBook([...documentedPrices, ...versions]),
      calendar: calendarOf(zone),
      rules: defaultRules,
      readAt,
    }),
  )

it('law: the days of a record sum to its total', () => {
  fc.assert(
    fc.property(input, (one) => {
      const days = rateRecord(one)
      expect(sum(days.map((day) => day.billedPicos))).toBe(one.record.totalPicos)
      const seconds = days.reduce((total, day) => total + day.seconds, 0)
      expect(seconds).toBeLessThanOrEqual(one.record.minutes * 60)
    }),
    LAW,
  )
})

it('law: each day and state is told once, and no day is longer than it is', () => {
  fc.assert(
    fc.property(input, (one) => {
      const days = rateRecord(one)
      expect(new Set(days.map((day) => `${day.day} ${day.state}`)).size).toBe(days.length)
      for (const day of days) {
        const length = one.calendar.endOf(day.day) - one.calendar.startOf(day.day)
        expect(day.seconds * 1000).toBeLessThanOrEqual(length)
      }
    }),
    LAW,
  )
})

it('law: what is learned about states moves no amount between days', () => {
  fc.assert(
    fc.property(input, (one) => {
      const byDay = (rated: RateInput) => {
        const days = new Map<string, bigint>()
        for (const day of rateRecord(rated)) days.set(day.day, (days.get(day.day) ?? 0n) + day.billedPicos)
        return days
      }
      expect(byDay(one)).toEqual(byDay({ ...one, statuses: [] }))
      const slices = apportion(one.record, one.calendar, one.readAt)
      expect(sum(slices.map((slice) => slice.billedPicos))).toBe(one.record.totalPicos)
    }),
    LAW,
  )
})

it('law: splitting a price into two of the same amount changes nothing', () => {
  fc.assert(
    fc.property(input, fc.nat(25 * 86_400), fc.integer({ min: 1, max: 99_999 }), (one, second, amount) => {
      const whole = price({ price: `${amount}e-4`, validFrom: 0 })
      const edge = start + second * 1000
      const split = [
        { ...whole, validTo: edge },
        { ...whole, validFrom: edge },
      ]
      expect(rateRecord({ ...one, prices: priceBook(split) })).toEqual(
        rateRecord({ ...one, prices: priceBook([whole]) }),
      )
    }),
    LAW,
  )
})

it('law: a price change at the edge of two records belongs to exactly one of them', () => {
  fc.assert(
    fc.property(record, zone, fc.integer({ min: 1, max: 5000 }), (one, name, minutes) => {
      const edge = one.startsAt + minutes * 60_000
      const before = { ...one, status: 'active', minutes, endsAt: edge }
      const after = { ...before, recordId: 'later', startsAt: edge, endsAt: edge + minutes * 60_000 }
      const change = [price({ price: '2', validFrom: 0, validTo: edge }), price({ price: '3', validFrom: edge })]
      const only = [price({ price: '2', validFrom: 0 })]
      const next = [price({ price: '3', validFrom: 0 })]
      const expected = (part: BillingRecord, book: PriceVersion[]) =>
        rateRecord(rateInput({ record: part, prices: priceBook(book), calendar: calendarOf(name), readAt }))
      expect(expected(before, change)).toEqual(expected(before, only))
      expect(expected(after, change)).toEqual(expected(after, next))
    }),
    LAW,
  )
})

it('law: expected days add up to the expected whole, in any zone', () => {
  fc.assert(
    fc.property(input, zone, (one, name) => {
      fc.pre(one.record.status !== 'hibernated')
      const expected = (rated: RateInput) =>
        rateRecord({ ...rated, statuses: [] }).map((day) => day.expectedPicos ?? 0n)
      expect(sum(expected(one))).toBe(sum(expected({ ...one, calendar: calendarOf(name) })))
    }),
    LAW,
  )
})
