import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allocate, formatPicos, mulDiv, parsePicos } from '../../src/engine/index.ts'
import { LAW, sum } from './values.ts'

describe('parsePicos', () => {
  it.each([
    ['2.49', 2_490_000_000_000n],
    ['0', 0n],
    ['-0.01', -10_000_000_000n],
    ['+3', 3_000_000_000_000n],
    ['0E-9', 0n],
    ['1.9e1', 19_000_000_000_000n],
    ['0.000000000001', 1n],
    ['0.0000000000005', 0n],
    ['0.0000000000015', 2n],
    ['0.00000000000050001', 1n],
    ['99999999999999999999999999.999999999999', 99_999_999_999_999_999_999_999_999_999_999_999_999n],
    [0.166, 166_000_000_000n],
    [1e-7, 100_000n],
    [1195.2, 1_195_200_000_000_000n],
  ])('%s is %s', (text, picos) => {
    expect(parsePicos(text)).toBe(picos)
  })

  it.each(['', ' 1', '1,5', '0x10', 'NaN', '.5', '1.2.3', '1e', Infinity, NaN])('%s is refused', (text) => {
    expect(() => parsePicos(text)).toThrow(/not a decimal amount/)
  })
})

describe('formatPicos', () => {
  it.each([
    [0n, '0'],
    [1n, '0.000000000001'],
    [-10_000_000_000n, '-0.01'],
    [2_500_000_000_000n, '2.5'],
    [100_000_000_000_000n, '100'],
  ])('%s is %s', (picos, text) => {
    expect(formatPicos(picos)).toBe(text)
  })

  it('law: what is written is read back', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 37n), max: 10n ** 37n }), (picos) => {
        expect(parsePicos(formatPicos(picos))).toBe(picos)
      }),
      LAW,
    )
  })
})

describe('mulDiv', () => {
  it.each([
    ['half to the even below', 5n, 1n, 2n, 2n],
    ['half to the even above', 7n, 1n, 2n, 4n],
    ['negative half', -5n, 1n, 2n, -2n],
    ['negative half to the even above', -7n, 1n, 2n, -4n],
    ['over half', 8n, 1n, 3n, 3n],
    ['under half', 7n, 1n, 3n, 2n],
    ['negative denominator', 8n, 1n, -3n, -3n],
    ['exact', 6n, 2n, 3n, 4n],
  ])('%s', (_, a, num, den, result) => {
    expect(mulDiv(a, num, den)).toBe(result)
  })

  it('law: it is off by at most half a unit', () => {
    const int = fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n })
    fc.assert(
      fc.property(int, int, fc.bigInt({ min: 1n, max: 10n ** 15n }), (a, num, den) => {
        const error = 2n * (mulDiv(a, num, den) * den - a * num)
        expect(error <= den && error >= -den).toBe(true)
      }),
      LAW,
    )
  })
})

describe('allocate', () => {
  it.each<[string, bigint, (bigint | number)[], bigint[]]>([
    ['equal shares, the first gets the rest', 100n, [1, 1, 1], [34n, 33n, 33n]],
    ['the largest remainder first', 10n, [1, 2, 4], [1n, 3n, 6n]],
    ['nothing for no weight', 7n, [0, 3, 0], [0n, 7n, 0n]],
    ['all weights zero: equal', 5n, [0, 0], [3n, 2n]],
    ['a debt', -100n, [1, 1, 1], [-34n, -33n, -33n]],
    ['less than there are', 2n, [1, 1, 1, 1], [1n, 1n, 0n, 0n]],
    ['one', 7n, [0], [7n]],
    ['bigint weights', 10n, [10n ** 30n, 3n * 10n ** 30n], [3n, 7n]],
  ])('%s', (_, total, weights, shares) => {
    expect(allocate(total, weights)).toEqual(shares)
  })

  it('refuses nobody and negative weights', () => {
    expect(() => allocate(1n, [])).toThrow(/nothing to allocate/)
    expect(() => allocate(1n, [1, -1])).toThrow(/negative weight/)
    expect(() => allocate(1n, [-1])).toThrow(/negative weight/)
  })

  const weights = fc.array(fc.nat(5000), { minLength: 1, maxLength: 60 })
  const total = fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n })

  it('law: the shares add up to the total', () => {
    fc.assert(
      fc.property(total, weights, (whole, parts) => {
        expect(sum(allocate(whole, parts))).toBe(whole)
      }),
      LAW,
    )
  })

  it('law: no share is a unit or more off its exact part', () => {
    fc.assert(
      fc.property(total, weights, (whole, parts) => {
        const all = parts.reduce((a, b) => a + b, 0)
        fc.pre(all > 0)
        allocate(whole, parts).forEach((share, i) => {
          const error = share * BigInt(all) - whole * BigInt(parts[i]!)
          expect(error < BigInt(all) && error > -BigInt(all)).toBe(true)
        })
      }),
      LAW,
    )
  })
})
