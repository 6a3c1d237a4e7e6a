import { allocate, mulDiv, PICOS, type Currency } from '../money.ts'
import type { PriceBook } from '../pricing/price-book.ts'
import { aiSku } from '../pricing/sku.ts'
import type { Calendar, Instant } from '../time.ts'
import type { DayCharge } from './charge.ts'

/** One call of a language model, as the usage history tells it. */
export interface AiTransaction {
  readonly transactionId: string
  readonly model: string
  readonly inputTokens: number
  readonly outputTokens: number
  readonly costPicos: bigint
  readonly currency: Currency
  readonly createdAt: Instant
}

const MILLION = 1_000_000n

/**
 * Rates one transaction: a charge for what the model read and one for what it wrote. Prices are per million tokens:
 * 1,500 tokens at 0.20 are 0.0003. What was billed is split by what each side is expected to cost, by tokens where a
 * price is not known. A side without tokens and without money has no charge.
 */
export function rateTokens(transaction: AiTransaction, prices: PriceBook, calendar: Calendar): DayCharge[] {
  const { model, currency, createdAt, transactionId } = transaction
  const sides = (['input', 'output'] as const).map((direction) => {
    const tokens = BigInt(direction === 'input' ? transaction.inputTokens : transaction.outputTokens)
    const sku = aiSku(model, direction)
    const version = prices.pieces(sku, currency, { startsAt: createdAt, endsAt: createdAt + 1 })[0]!.version
    const price = version?.unit === 'million_tokens' ? version.pricePicos : null
    return { sku, tokens, product: price === null ? null : price * tokens }
  })
  const arePriced = sides.every((side) => side.product !== null)
  const shares = allocate(
    transaction.costPicos,
    sides.map((side) => (arePriced ? side.product! : side.tokens)),
  )
  const charges = sides.map(({ sku, tokens, product }, i) => ({
    day: calendar.dayOf(createdAt),
    recordId: transactionId,
    resourceId: model,
    resourceType: 'ai_model' as const,
    currency,
    sku,
    tier: null,
    gpuModel: null,
    gpuCount: null,
    state: 'used' as const,
    quantityPicos: tokens * PICOS,
    unit: 'Tokens' as const,
    seconds: 0,
    billedPicos: shares[i]!,
    expectedPicos: product === null ? null : mulDiv(product, 1n, MILLION),
  }))
  return charges.filter(({ quantityPicos, billedPicos }) => quantityPicos > 0n || billedPicos !== 0n)
}
