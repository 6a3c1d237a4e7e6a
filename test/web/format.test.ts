import { describe, expect, it } from 'vitest'
import * as format from '../../web/format.ts'

const now = Date.parse('2026-11-23T10:05:00Z')

describe('amounts', () => {
  it.each([
    ['1240.5', 'USD', '1,240.50 USD'],
    ['124000', 'INR', '1,24,000.00 INR'],
    ['0.004', 'USD', '<0.01 USD'],
    ['-0.004', 'USD', '<0.01 USD'],
    ['0', 'EUR', '0.00 EUR'],
    ['-12.345', 'EUR', '-12.35 EUR'],
    // More digits than a float holds.
    ['12345678901234567.89', 'USD', '12,345,678,901,234,567.89 USD'],
    [null, 'USD', '—'],
    [undefined, 'USD', '—'],
    ['NaN', 'USD', '—'],
  ])('%s %s is %s', (value, currency, text) => expect(format.amount(value, currency)).toBe(text))

  it.each([
    ['2.49', '2.49 USD'],
    ['0.0042', '0.0042 USD'],
    ['1', '1.00 USD'],
    [null, '—'],
  ])('a price of %s is %s', (value, text) => expect(format.unitPrice(value, 'USD')).toBe(text))
})

describe('times', () => {
  it.each([
    ['2026-09-12', '12 Sep'],
    ['2025-12-31', '31 Dec 2025'],
    [null, '—'],
    ['yesterday', '—'],
  ])('day %s is %s', (day, text) => expect(format.dayText(day, '2026-11-23')).toBe(text))

  it.each([
    ['2026-11-01', '2026-12-01', '1 to 30 Nov'],
    ['2026-10-29', '2026-11-03', '29 Oct to 2 Nov'],
    ['2026-11-05', '2026-11-06', '5 Nov'],
  ])('%s to %s is %s', (from, to, text) => expect(format.daysText(from, to)).toBe(text))

  it.each([
    ['2026-11-24T16:40:00Z', 'Asia/Kolkata', 'Tue 22:10'],
    ['2026-12-02T22:10:00Z', 'UTC', 'Wed 2 Dec 22:10'],
    ['2027-01-02T00:00:00Z', 'UTC', 'Sat 2 Jan 2027 00:00'],
  ])('%s in %s is %s', (at, zone, text) => expect(format.momentText(Date.parse(at), zone, now)).toBe(text))

  it('says nothing of a moment that is none', () => expect(format.momentText(Number.NaN, 'UTC', now)).toBe('—'))

  it.each([
    [40, '40 s'],
    [750, '12 min'],
    [3600, '1 h'],
    [15_000, '4 h 10 min'],
    [273_600, '3 d 4 h'],
    [-5, '0 s'],
    [null, '—'],
    [Number.NaN, '—'],
  ])('%s seconds are %s', (seconds, text) => expect(format.durationText(seconds)).toBe(text))
})

it('counts one machine and many', () => {
  expect(format.plural(1, 'machine')).toBe('1 machine')
  expect(format.plural(7064, 'machine')).toBe('7,064 machines')
})
