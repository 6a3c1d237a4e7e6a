import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  aiSku,
  calendarOf,
  formatPicos,
  parsePicos,
  priceBook,
  rateTokens,
  type AiTransaction,
} from '../../../src/engine/index.ts'
import { at, LAW, price, sum } from '../values.ts'

const prices = priceBook([
  price({ price: '0.10', sku: aiSku('qwen3-32b', 'input'), unit: 'million_tokens' }),
  price({ price: '0.30', sku: aiSku('qwen3-32b', 'output'), unit: 'million_tokens' }),
])
const transaction: AiTransaction = {
  transactionId: 'T1',
  model: 'qwen3-32b',
  inputTokens: 1500,
  outputTokens: 500,
  costPicos: parsePicos('0.0003'),
  currency: 'USD',
  createdAt: at('2026-01-10T23:30:00Z'),
}
const read = (one: AiTransaction, book = prices) =>
  rateTokens(one, book, calendarOf('Europe/Oslo')).map((charge) => [
    charge.day,
    charge.sku,
    formatPicos(charge.quantityPicos),
    formatPicos(charge.billedPicos),
    charge.expectedPicos === null ? null : formatPicos(charge.expectedPicos),
  ])

it('rates what was read and what was written, a ten-millionth of a dollar apart', () => {
  expect(read(transaction)).toEqual([
    ['2026-01-11', 'ai/qwen3-32b/input', '1500', '0.00015', '0.00015'],
    ['2026-01-11', 'ai/qwen3-32b/output', '500', '0.00015', '0.00015'],
  ])
})

it('splits by tokens where no price is known', () => {
  expect(read({ ...transaction, model: 'new' })).toEqual([
    ['2026-01-11', 'ai/new/input', '1500', '0.000225', null],
    ['2026-01-11', 'ai/new/output', '500', '0.000075', null],
  ])
})

it('law: both sides add up to what was billed', () => {
  const tokens = fc.nat(10_000_000)
  fc.assert(
    fc.property(tokens, tokens, fc.bigInt({ min: 0n, max: 10n ** 15n }), (inputTokens, outputTokens, costPicos) => {
      const charges = rateTokens({ ...transaction, inputTokens, outputTokens, costPicos }, prices, calendarOf('UTC'))
      expect(sum(charges.map((charge) => charge.billedPicos))).toBe(costPicos)
    }),
    LAW,
  )
})
