import { describe, expect, it } from 'vitest'
import {
  aiSku,
  formatPicos,
  judgeUses,
  parsePicos,
  priceBook,
  reconciliationTotals,
  type AiTransaction,
  type PriceVersion,
} from '../../../../src/engine/index.ts'
import { at, price } from '../../values.ts'

const DAY_MS = 86_400_000
const SEEN = at('2026-01-05T00:00:00Z')
const CHANGE = at('2026-01-20T00:00:00Z')
const side = (direction: 'input' | 'output', amount: string, more: Partial<PriceVersion> = {}) =>
  price({ price: amount, sku: aiSku('qwen3-32b', direction), unit: 'million_tokens', validFrom: SEEN, ...more })

/** 0.10 in and 0.30 out, from 20 January 0.12 and 0.36. */
const prices = priceBook([
  side('input', '0.10', { validTo: CHANGE }),
  side('output', '0.30', { validTo: CHANGE }),
  side('input', '0.12', { validFrom: CHANGE }),
  side('output', '0.36', { validFrom: CHANGE }),
])

/** 123,456 in and 7,891 out: 0.0147129. */
const use = (cost: string, more: Partial<AiTransaction> = {}): AiTransaction => ({
  transactionId: 'T',
  model: 'qwen3-32b',
  inputTokens: 123_456,
  outputTokens: 7891,
  costPicos: parsePicos(cost),
  currency: 'USD',
  createdAt: at('2026-01-10T12:00:00Z'),
  ...more,
})
/** Beside it one that shows six places. */
const judge = (one: AiTransaction, book = prices) =>
  judgeUses({
    transactions: [one, use('0.000001', { transactionId: 'other' })],
    prices: book,
    pricePollMs: DAY_MS,
  })[0]!

describe('a use of a language model', () => {
  it('agrees at the prices of its moment, within the rounding of the account', () => {
    const right = judge(use('0.014713'))
    expect([right.cause, formatPicos(right.expectedPicos!), formatPicos(right.checkedPicos)]).toEqual([
      null,
      '0.0147129',
      '0.014713',
    ])
  })

  it.each([
    ['rate rounding', '0.0147'],
    ['wrong unit rule', '14.7129'],
    ['wrong unit rule', '0.037826'],
    ['wrong unit rule', '0.013135'],
    ['price change', '0.017655'],
    ['unexplained', '0.0166'],
  ])('is told %s at %s', (cause, cost) => {
    expect(judge(use(cost)).cause).toBe(cause)
  })

  it('a tenth of a cent too much is a difference, however small', () => {
    expect(judge(use('0.0157'))).toMatchObject({ cause: 'unexplained', differencePicos: parsePicos('0.0009871') })
  })

  it('may have been at a price that the next look saw', () => {
    const createdAt = CHANGE - DAY_MS / 2
    expect(judge(use('0.017655', { createdAt }))).toMatchObject({
      cause: null,
      expectedPicos: parsePicos('0.01765548'),
    })
    expect(judge(use('0.017655', { createdAt: CHANGE - 2 * DAY_MS })).cause).toBe('price change')
  })

  it('from before the first prices is compared with those, and is not expected to cost anything', () => {
    const early = { createdAt: at('2025-12-31T00:00:00Z') }
    expect(judge(use('0.014713', early))).toMatchObject({
      cause: 'missing price',
      expectedPicos: null,
      assumedPicos: parsePicos('0.014713'),
      isAssumedRight: true,
      assumedFrom: SEEN,
    })
    expect(judge(use('0.02', early)).isAssumedRight).toBe(false)
  })

  it('of a model that no list has is not checkable', () => {
    const [unknown] = judgeUses({ transactions: [use('1', { model: 'new' })], prices, pricePollMs: DAY_MS })
    expect(unknown).toMatchObject({ cause: 'missing price', uncheckablePicos: parsePicos('1') })
  })

  it('is only assumed to be right by an imported list', () => {
    const imported = priceBook([
      side('input', '0.10', { source: 'imported' }),
      side('output', '0.30', { source: 'imported' }),
    ])
    expect(judge(use('0.014713'), imported)).toMatchObject({ isAssumedRight: true, checkedPicos: 0n })
  })

  it('accounts for all that was charged', () => {
    const transactions = ['0.014713', '0.02', '14.7129'].map((cost, n) => use(cost, { transactionId: String(n) }))
    const [totals] = reconciliationTotals(judgeUses({ transactions, prices, pricePollMs: DAY_MS }))
    expect(formatPicos(totals!.billedPicos)).toBe('14.747613')
    expect(totals!.checkedPicos).toBe(totals!.billedPicos)
  })
})
