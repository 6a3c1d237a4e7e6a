import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  documentedPrices,
  formatPicos,
  parsePicos,
  priceBook,
  rateRecord,
  type BillingRecord,
  type RecordReading,
} from '../../../src/engine/index.ts'
import { splitBySleep } from '../../../src/engine/usage/sleep-split.ts'
import { at, billingRecord, LAW, price, rateInput, sum } from '../values.ts'

const start = at('2026-01-10T20:00:00Z')
const MINUTE = 60_000
const [rate, flat] = [parsePicos('2.4'), parsePicos('0.01')]

/** One record through phases of running and sleeping, read every so many minutes. */
function through(phases: readonly (readonly [number, boolean])[], every: number) {
  const asleepAt: boolean[] = phases.flatMap(([minutes, asleep]) => new Array<boolean>(minutes).fill(asleep))
  const billedAt = (minute: number) =>
    asleepAt.slice(0, minute).reduce((total, asleep) => total + (asleep ? flat : rate), 0n) / 60n
  const reading = (minutes: number): RecordReading => ({
    seenAt: start + minutes * MINUTE,
    endsAt: null,
    minutes,
    perMinutePicos: null,
    totalPicos: billedAt(minutes),
    status: asleepAt[minutes - 1] ? 'hibernated' : 'active',
  })
  const readings: RecordReading[] = []
  for (let minutes = every; minutes < asleepAt.length; minutes += every) readings.push(reading(minutes))
  const { minutes, totalPicos, status } = reading(asleepAt.length)
  const record: BillingRecord = billingRecord({
    startsAt: start,
    endsAt: start + minutes * MINUTE,
    minutes,
    totalPicos,
    status,
    gpuCount: 1,
  })
  return { record, readings, sleptMinutes: asleepAt.filter(Boolean).length }
}

const read = ({ record, readings }: ReturnType<typeof through>) =>
  splitBySleep(record, readings, rate, flat).map(({ startsAt, endsAt, billedPicos, asleep }) => [
    (endsAt - startsAt) / MINUTE,
    asleep ? 'asleep' : 'awake',
    formatPicos(billedPicos),
  ])

describe('splitBySleep', () => {
  it.each<[string, [number, boolean][], number, unknown[]]>([
    [
      'asleep since the middle of an hour',
      [
        [90, false],
        [60, true],
      ],
      60,
      [
        [90, 'awake', '3.6'],
        [60, 'asleep', '0.01'],
      ],
    ],
    [
      'a night',
      [
        [60, false],
        [480, true],
        [60, false],
      ],
      60,
      [
        [60, 'awake', '2.4'],
        [480, 'asleep', '0.08'],
        [60, 'awake', '2.4'],
      ],
    ],
    ['never asleep', [[200, false]], 60, [[200, 'awake', '8']]],
    [
      'seen once, at its end',
      [
        [120, false],
        [60, true],
      ],
      600,
      [
        [120, 'awake', '4.8'],
        [60, 'asleep', '0.01'],
      ],
    ],
    [
      'woken in the middle of an hour',
      [
        [60, false],
        [90, true],
        [30, false],
      ],
      60,
      [
        [60, 'awake', '2.4'],
        [90, 'asleep', '0.015'],
        [30, 'awake', '1.2'],
      ],
    ],
  ])('%s', (_, phases, every, stretches) => {
    expect(read(through(phases, every))).toEqual(stretches)
  })

  const phases = fc
    .array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 8 })
    .map((lengths) => lengths.map((minutes, i) => [minutes, i % 2 === 1] as const))

  it('law: every minute that was slept is found, and the stretches add up to the total', () => {
    fc.assert(
      fc.property(phases, fc.integer({ min: 5, max: 240 }), (lengths, every) => {
        const one = through(lengths, every)
        const stretches = splitBySleep(one.record, one.readings, rate, flat)
        const slept = stretches.filter(({ asleep }) => asleep)
        expect(slept.reduce((total, { startsAt, endsAt }) => total + (endsAt - startsAt) / MINUTE, 0)).toBe(
          one.sleptMinutes,
        )
        expect(sum(stretches.map(({ billedPicos }) => billedPicos))).toBe(one.record.totalPicos)
        expect(stretches[0]?.startsAt).toBe(start)
        expect(stretches.at(-1)?.endsAt).toBe(one.record.endsAt)
      }),
      LAW,
    )
  })

  it('law: rated days add up to the record, and agree with the price book', () => {
    const prices = priceBook([...documentedPrices, price({ price: '2.4' })])
    const rules = { snapshot: 'per_100gb', gbPerTb: 1000, hibernation: 'same_record' } as const
    fc.assert(
      fc.property(phases, fc.integer({ min: 5, max: 240 }), (lengths, every) => {
        const { record, readings, sleptMinutes } = through(lengths, every)
        const days = rateRecord(rateInput({ record, readings, rules, prices }))
        expect(sum(days.map((day) => day.billedPicos))).toBe(record.totalPicos)
        // Where no reading and not the record itself says 'hibernated' there is nothing to split.
        if (![record, ...readings].some(({ status }) => status === 'hibernated')) return
        const seconds = days.reduce((total, day) => total + (day.state === 'hibernated' ? day.seconds : 0), 0)
        expect(seconds).toBe(sleptMinutes * 60)
        const expected = sum(days.map((day) => day.expectedPicos ?? 0n))
        expect(Number(expected - record.totalPicos)).toBeLessThan(10)
      }),
      LAW,
    )
  })
})
