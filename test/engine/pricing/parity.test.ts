import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  formatPicos,
  gpuSku,
  parity,
  parsePicos,
  priceBook,
  typedRate,
  withTax,
  type PriceVersion,
} from '../../../src/engine/index.ts'
import { at, LAW, price } from '../values.ts'

const A6000 = gpuSku('legacy', 'RTX-A6000')
const list = (sku: string, validFrom: string, amounts: Record<string, string>): PriceVersion[] =>
  Object.entries(amounts).map(([currency, amount]) =>
    price({ price: amount, sku, currency, validFrom: at(validFrom), source: 'imported' }),
  )
const book = priceBook([
  ...list(A6000, '2025-06-19T00:00:00Z', { USD: '0.69', EUR: '0.45', INR: '49' }),
  ...list(A6000, '2025-12-10T00:00:00Z', { EUR: '0.75' }),
  ...list('gpu/legacy/H100-SXM5-80GB', '2025-06-19T00:00:00Z', { USD: '2.69', EUR: '2.49', INR: '239' }),
  ...list('gpu/legacy/only-in-dollars', '2025-06-19T00:00:00Z', { USD: '1' }),
])
const skus = [A6000, 'gpu/legacy/H100-SXM5-80GB', 'gpu/legacy/only-in-dollars']
const june = at('2025-06-20T00:00:00Z')
const december = at('2025-12-20T00:00:00Z')

describe('parity', () => {
  it('tells the rate at which two lists cost the same, for each sku that is in both', () => {
    expect(
      parity(book, skus, 'EUR', 'USD', june, null).map((one) => [
        one.sku,
        formatPicos(one.impliedPicos).slice(0, 5),
        one.market,
      ]),
    ).toEqual([
      [A6000, '1.533', null],
      ['gpu/legacy/H100-SXM5-80GB', '1.080', null],
    ])
  })

  it('an A6000 cost 24 % less in euros than in dollars in June 2025 and 27 % more in December', () => {
    // About the market's rate of those days.
    const rate = typedRate('USD', 'EUR', parsePicos('0.857'))
    const difference = (moment: number) => parity(book, [A6000], 'USD', 'EUR', moment, rate)[0]!.market!.difference
    expect(difference(june)).toBeCloseTo(-0.24, 2)
    expect(difference(december)).toBeCloseTo(0.27, 2)
  })

  it('counts the tax on a top-up in rupees', () => {
    expect(formatPicos(withTax(parsePicos('100'), 'INR'))).toBe('118')
    expect(formatPicos(withTax(parsePicos('100'), 'USD'))).toBe('100')
    const rate = typedRate('USD', 'INR', parsePicos('86'))
    const { market } = parity(book, [A6000], 'USD', 'INR', june, rate)[0]!
    expect(formatPicos(market!.convertedPicos)).toBe('59.34')
    expect(market!.difference).toBeCloseTo((49 * 1.18) / 59.34 - 1, 9)
  })

  it('refuses a rate of other wallets', () => {
    expect(() => parity(book, skus, 'USD', 'EUR', june, typedRate('EUR', 'USD', parsePicos('1.1')))).toThrow(
      /is no rate of/,
    )
    expect(() => typedRate('EUR', 'USD', 0n)).toThrow(/more than 0/)
  })

  it('law: at its implied rate a list is at par', () => {
    const amount = fc.integer({ min: 1, max: 1_000_000 })
    fc.assert(
      fc.property(amount, amount, (dollars, euros) => {
        const one = priceBook(list(A6000, '2025-01-01T00:00:00Z', { USD: `${dollars}e-4`, EUR: `${euros}e-4` }))
        const { impliedPicos } = parity(one, [A6000], 'USD', 'EUR', june, null)[0]!
        const [at] = parity(one, [A6000], 'USD', 'EUR', june, typedRate('USD', 'EUR', impliedPicos))
        expect(Math.abs(at!.market!.difference)).toBeLessThan(1e-5)
      }),
      LAW,
    )
  })
})
