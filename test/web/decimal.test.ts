import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compare, decimalOf, minus, picosOf, rounded, sum, times } from '../../web/decimal.ts'

const amounts = fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n })

describe('exact amounts on the page', () => {
  it('law: an amount survives its decimal text', () => {
    fc.assert(
      fc.property(amounts, (picos) => picosOf(decimalOf(picos)) === picos),
      { seed: 1, numRuns: 150 },
    )
  })

  it('law: a whole less a part is the rest', () => {
    fc.assert(
      fc.property(amounts, amounts, (a, b) => minus(sum([decimalOf(a), decimalOf(b)]), decimalOf(b)) === decimalOf(a)),
      { seed: 2, numRuns: 150 },
    )
  })

  it.each([
    ['1.005', 2, '1.01'],
    ['-1.005', 2, '-1.01'],
    ['0.004999999999', 2, '0'],
    ['999.5', 0, '1000'],
  ])('%s to %i places is %s', (value, digits, expected) => expect(rounded(value, digits)).toBe(expected))

  it('keeps what a float loses', () => {
    expect(sum(['0.1', '0.2'])).toBe('0.3')
    expect(times('0.000000000001', 24)).toBe('0.000000000024')
    expect(compare('9007199254740993', '9007199254740992')).toBe(1)
  })

  it.each(['', '1e3', 'NaN', '1.', '.5', '1.1234567890123'])('refuses %j', (text) => {
    expect(() => picosOf(text)).toThrow(TypeError)
  })
})
