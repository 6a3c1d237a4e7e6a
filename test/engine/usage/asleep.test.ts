import { expect, it } from 'vitest'
import { isAsleep, parsePicos, type BillingRecord } from '../../../src/engine/index.ts'
import { billingRecord } from '../values.ts'

const bill = (total: string, minutes: number, perMinute: string | null, of: Partial<BillingRecord> = {}) =>
  billingRecord({
    status: 'completed',
    totalPicos: parsePicos(total),
    minutes,
    perMinutePicos: perMinute === null ? null : parsePicos(perMinute),
    ...of,
  })

it.each<[string, BillingRecord, boolean]>([
  ['says so', bill('0', 0, null, { status: 'hibernated' }), true],
  ['closed, at the flat rate', bill('0.1913', 1148, '0.00017'), true],
  ['of half an hour, rounded up to a cent', bill('0.01', 31, '0.00017'), true],
  ['of a few minutes, rounded to nothing', bill('0', 4, '0.00017'), true],
  ['at the flat rate of rupees', bill('19.13', 1148, '0.01667', { currency: 'INR' }), true],
  ['of the smallest GPU', bill('0.1', 60, '0.00167'), false],
  ['of a minute of it', bill('0.0017', 1, '0.00167'), false],
  ['of a run that ended asleep and shows the rate of its end', bill('12.5', 600, '0.00017'), false],
  ['that cost next to nothing', bill('0.000000000001', 1, null), false],
  ['that cost nothing at all', bill('0', 60, null), false],
  ['of a wallet whose flat rate nobody tells', bill('0.1913', 1148, '0.00017', { currency: 'GBP' }), false],
  ['of a small volume', bill('0.1913', 1148, '0.00017', { kind: 'volume' }), false],
])('a record %s', (_, record, expected) => {
  expect(isAsleep(record)).toBe(expected)
})
