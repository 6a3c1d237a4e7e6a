import { expect, test } from 'vitest'
import { asOfInstant, fromField, toField } from '../../web/as-of.ts'

const OSLO = 'Europe/Oslo'

test.each([
  ['2026-03-05T10:00:00Z', '2026-03-05T10:00:00.000Z'],
  ['2026-03-05T10:00:00+05:30', '2026-03-05T04:30:00.000Z'],
  // The day on which the clocks go forward ends an hour sooner.
  ['2026-03-29', '2026-03-29T21:59:59.999Z'],
])('%s means %s', (asOf, iso) => expect(new Date(asOfInstant(asOf, OSLO)!).toISOString()).toBe(iso))

test.each([null, 'yesterday', ''])('%j is no moment', (asOf) => expect(asOfInstant(asOf, OSLO)).toBeNull())

test('a field of date and time shows the clocks of the account, whatever those of the reader are', () => {
  const at = Date.parse('2026-07-01T10:15:00Z')
  expect(toField(at, OSLO)).toBe('2026-07-01T12:15')
  expect(fromField('2026-07-01T12:15', OSLO)).toBe('2026-07-01T10:15:00Z')
  expect(fromField('', OSLO)).toBeNull()
})
