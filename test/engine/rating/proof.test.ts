import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatPicos, parsePicos, priceBook, proveRecord, rateRecord } from '../../../src/engine/index.ts'
import { at, billingRecord, LAW, price, rateInput, status, sum } from '../values.ts'

const edge = at('2026-01-10T11:30:00Z')
const prices = priceBook([price({ price: '2.69', validTo: edge }), price({ price: '2.49', validFrom: edge })])
const input = rateInput({
  prices,
  record: billingRecord({ minutes: 120, totalPicos: parsePicos('20.32') }),
  statuses: [status('2026-01-10T10:20:00Z', 'ACTIVE'), status('2026-01-10T11:40:00Z', 'SHUTOFF')],
})

describe('proveRecord', () => {
  it('lists each range of time with its state, its price and its share of the bill', () => {
    const lines = proveRecord(input).map((line) => [
      new Date(line.startsAt).toISOString().slice(11, 16),
      new Date(line.endsAt).toISOString().slice(11, 16),
      line.state,
      formatPicos(line.price!.pricePicos),
      formatPicos(line.expectedPicos!),
    ])
    expect(lines).toEqual([
      ['10:00', '10:20', 'unknown', '2.69', '3.586666666667'],
      ['10:20', '11:30', 'active', '2.69', '12.553333333333'],
      ['11:30', '11:40', 'active', '2.49', '1.66'],
      ['11:40', '12:00', 'shutoff', '2.49', '3.32'],
    ])
  })

  it('has a line for a record without time', () => {
    const record = billingRecord({ minutes: 0, totalPicos: parsePicos('0.05') })
    expect(proveRecord({ ...input, record })).toMatchObject([
      { seconds: 0, billedPicos: parsePicos('0.05'), expectedPicos: 0n },
    ])
  })

  it('law: the lines add up to the bill, and to what rating expects of it', () => {
    fc.assert(
      fc.property(
        fc.nat(3000),
        fc.bigInt({ min: 0n, max: 10n ** 16n }),
        fc.nat(86_400),
        (minutes, totalPicos, second) => {
          const startsAt = at('2026-01-10T00:00:00Z') + second * 1000
          const record = billingRecord({ startsAt, endsAt: startsAt + minutes * 60_000, minutes, totalPicos })
          const lines = proveRecord({ ...input, record })
          const days = rateRecord({ ...input, record })
          expect(sum(lines.map((line) => line.billedPicos))).toBe(totalPicos)
          expect(sum(lines.map((line) => line.expectedPicos!))).toBe(sum(days.map((day) => day.expectedPicos!)))
          lines.slice(1).forEach((line, i) => expect(line.startsAt).toBe(lines[i]!.endsAt))
        },
      ),
      LAW,
    )
  })
})
