import { z } from 'zod'
import { reasonOf, type RefusedRow } from '../../barrack/parse-rows.ts'
import { pricedItem, type AiModelRow, type PricingAnswer } from '../../barrack/contract/index.ts'
import { currency, decimal } from '../../barrack/contract/scalars.ts'
import { aiSku, gpuSku, parsePicos, snapshotSku, volumeSku, type PriceUnit } from '../../engine/index.ts'

/** One price line as it was read. */
export interface ObservedPrice {
  readonly sku: string
  readonly currency: string
  readonly pricePicos: bigint
  readonly unit: PriceUnit
  readonly maxCount: number | null
}

const price = z.object({
  currency,
  price: decimal.refine((value) => !value.startsWith('-'), 'expected a price, got a negative number'),
})

/** The whole price book: GPUs and volumes by tier and name, snapshots by tier. What does not parse is refused alone. */
export function normalizePricing({ pricing_data: data }: PricingAnswer): {
  prices: ObservedPrice[]
  refused: RefusedRow[]
} {
  const prices: ObservedPrice[] = []
  const refused: RefusedRow[] = []
  const add = (sku: string, unit: PriceUnit, raw: unknown) => {
    const item = pricedItem.safeParse(raw)
    if (!item.success) {
      refused.push({ raw: { sku, item: raw }, reason: reasonOf(item.error) })
      return
    }
    for (const [name, amount] of Object.entries(item.data.prices)) {
      const parsed = price.safeParse({ currency: name, price: amount })
      if (!parsed.success) refused.push({ raw: { sku, currency: name, price: amount }, reason: reasonOf(parsed.error) })
      else
        prices.push({
          sku,
          currency: parsed.data.currency,
          pricePicos: parsePicos(parsed.data.price),
          unit,
          maxCount: item.data.max_count,
        })
    }
  }
  const tierOf = (name: string) => name.trim().toLowerCase()
  for (const [tier, models] of Object.entries(data.gpus?.pricing ?? {}))
    for (const [model, item] of Object.entries(models)) add(gpuSku(tierOf(tier), model), 'gpu_hour', item)
  for (const [tier, types] of Object.entries(data.volumes?.pricing ?? {}))
    for (const [type, item] of Object.entries(types)) add(volumeSku(tierOf(tier), type), 'tb_hour', item)
  for (const [tier, item] of Object.entries(data.snapshots?.pricing ?? {}))
    add(snapshotSku(tierOf(tier)), 'snapshot_hour', item)
  return { prices, refused }
}

/** The token prices of one AI model, in and out; none where it names no currency. */
export function normalizeAiModel(row: AiModelRow): ObservedPrice[] {
  const named = currency.safeParse(row.currency)
  if (!named.success) return []
  const line = (direction: 'input' | 'output', amount: string | null): ObservedPrice[] =>
    amount === null
      ? []
      : [
          {
            sku: aiSku(row.id, direction),
            currency: named.data,
            pricePicos: parsePicos(amount),
            unit: 'million_tokens',
            maxCount: null,
          },
        ]
  return [...line('input', row.input_price_per_million), ...line('output', row.output_price_per_million)]
}
