import { describe, expect, it } from 'vitest'
import { decimalOf, divideHalfEven, picosOf, roundPicos } from '../../src/sandbox/money.ts'

describe('money of the sandbox', () => {
  it.each([
    [5n, 2n, 2n],
    [7n, 2n, 4n],
    [-5n, 2n, -2n],
    [-7n, 2n, -4n],
    [8n, 3n, 3n],
    [-8n, 3n, -3n],
    [5n, -2n, -2n],
    [6n, 3n, 2n],
  ])('%s / %s to the nearest, ties to even, is %s', (numerator, denominator, expected) => {
    expect(divideHalfEven(numerator, denominator)).toBe(expected)
  })

  it.each([
    ['2.29', 2_290_000_000_000n],
    ['0.000000000001', 1n],
    ['-1.5', -1_500_000_000_000n],
  ])('reads %s', (text, picos) => {
    expect(picosOf(text)).toBe(picos)
  })

  it.each(['', '1.', '.5', '1e3', '0.0000000000001', 'NaN'])('refuses %j', (text) => {
    expect(() => picosOf(text)).toThrow(RangeError)
  })

  it.each([
    [picosOf('1'), 3n, 4, '0.3333'],
    [picosOf('0.25'), 60n, 5, '0.00417'],
    [picosOf('-1'), 3n, 2, '-0.33'],
    [picosOf('1195.2'), 1n, 4, '1195.2'],
    [picosOf('12'), 1n, 0, '12'],
  ])('writes %s / %s to %s places as %s', (numerator, denominator, places, text) => {
    expect(decimalOf(numerator, denominator, places)).toBe(text)
  })

  it('rounds in picos', () => {
    expect(roundPicos(picosOf('0.01') * 7n, 60n, 4)).toBe(picosOf('0.0012'))
  })
})
