import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import {
  currency,
  decimal,
  instant,
  lowerCase,
  minutes,
  plainDecimal,
  whole,
} from '../../src/barrack/contract/scalars.ts'

const at = (text: string) => Date.parse(text)

describe('decimal', () => {
  test.each([
    [1195.2, '1195.2'],
    ['0.00417', '0.00417'],
    [' 2 ', '2'],
    [1e-7, '0.0000001'],
    ['-2.5E-3', '-0.0025'],
    ['1.5e3', '1500'],
    ['.5', '0.5'],
    ['007', '7'],
    [1e21, '1000000000000000000000'],
  ])('%j is %s', (given, text) => expect(decimal.parse(given)).toBe(text))

  test.each([NaN, Infinity, 'NaN', '', '1,000', '$1', 'abc', null, true, {}])('%j is refused', (given) => {
    expect(decimal.safeParse(given).success).toBe(false)
  })

  test('keeps the value of every double', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const plain = plainDecimal(String(value))
        expect(plain).not.toMatch(/e/i)
        expect(Number(plain)).toBe(value === 0 ? 0 : value)
      }),
      { seed: 1, numRuns: 200 },
    )
  })
})

describe('instant', () => {
  test.each([
    ['2025-01-15T10:30:00Z', '2025-01-15T10:30:00Z'],
    ['2025-01-15T10:30:00', '2025-01-15T10:30:00Z'],
    ['2025-01-15 10:30:00.123456', '2025-01-15T10:30:00.123Z'],
    ['2025-01-15T10:30:00+05:30', '2025-01-15T05:00:00Z'],
    ['2025-01-15T10:30:00+0530', '2025-01-15T05:00:00Z'],
    ['2025-01-15T10:30', '2025-01-15T10:30:00Z'],
    ['2025-01-15', '2025-01-15T00:00:00Z'],
    [1702234567, '2023-12-10T18:56:07Z'],
    ['1702234567000', '2023-12-10T18:56:07Z'],
  ])('%j is %s', (given, iso) => expect(instant.parse(given)).toBe(at(iso)))

  test.each(['', 'yesterday', '2025-02-31T00:00:00Z', '2025-13-01', NaN, '15.01.2025'])('%j is refused', (given) => {
    expect(instant.safeParse(given).success).toBe(false)
  })
})

test('small values are read in any spelling', () => {
  expect(whole.parse('4')).toBe(4)
  expect(whole.safeParse(4.5).success).toBe(false)
  expect(minutes.parse('480.9')).toBe(480)
  expect(minutes.safeParse(-1).success).toBe(false)
  expect(currency.parse(' usd ')).toBe('USD')
  expect(currency.safeParse('dollars').success).toBe(false)
  expect(lowerCase.parse('Advanced')).toBe('advanced')
})
