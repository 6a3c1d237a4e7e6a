import { Hono } from 'hono'
import { z } from 'zod'
import { ApiError } from '../api-error.ts'
import { GPU_MODELS, VOLUME_TYPES } from '../catalog.ts'
import { requestIdOf } from '../ids.ts'
import { decimalOf, numberOf } from '../money.ts'
import { priceAt, type PriceBook, type Sku } from '../price-book.ts'
import { CURRENCIES, type Tier } from '../resource.ts'
import { requireSold } from '../rules/stock.ts'
import type { Sandbox } from '../sandbox.ts'
import { SECOND } from '../time.ts'
import { body, query } from '../validation.ts'

const TIERS = ['legacy', 'advanced'] as const
const MINIMUM_GB = 100

const pricingQuery = z.object({
  currency: z.enum(['USD', 'EUR', 'INR']).optional(),
  gpu_count: z.coerce.number().int().min(1).max(8).optional(),
  gpu_model: z.string().max(100).optional(),
  resource_type: z.enum(['volumes', 'snapshots', 'gpus', 'all']).optional(),
  tier: z.enum(TIERS).optional(),
  volume_size_gb: z.coerce.number().int().min(1).max(1_048_576).optional(),
  volume_type: z.string().max(20).optional(),
})
type PricingQuery = z.output<typeof pricingQuery>

/** `unlisted`: a model that is sold and billed but not in the list. */
export function pricingRoutes({ account, clock }: Sandbox, unlisted: string | null = null) {
  const answer = (asked: PricingQuery) => {
    const now = clock.now()
    return {
      success: true,
      message: 'Pricing information retrieved successfully',
      request_id: requestIdOf(`pricing|${now}|${JSON.stringify(asked)}`),
      pricing_data: pricingData(account.book, asked, now, unlisted),
      ...quoteOf(account.book, asked, now),
    }
  }
  return new Hono()
    .get('/', query(pricingQuery), (c) => c.json(answer(c.req.valid('query'))))
    .post('/', query(pricingQuery), body(pricingQuery), (c) =>
      c.json(answer({ ...c.req.valid('query'), ...c.req.valid('json') })),
    )
}

/** The price book at a moment; `resource_type`, `tier`, `volume_type`, `gpu_model` and `currency` narrow it. */
function pricingData(book: PriceBook, asked: PricingQuery, now: number, unlisted: string | null) {
  const wants = (type: 'volumes' | 'snapshots' | 'gpus') => [undefined, 'all', type].includes(asked.resource_type)
  const tiers = TIERS.filter((tier) => asked.tier === undefined || asked.tier === tier)
  const prices = (sku: Sku) => pricesOf(book, sku, asked.currency, now)
  return {
    ...(wants('volumes') && {
      volumes: {
        pricing: Object.fromEntries(tiers.map((tier) => [tier, volumePrices(tier, asked, prices)])),
        minimum_size_gb: MINIMUM_GB,
        description: 'Volume pricing per TB per hour by tier and type',
      },
    }),
    ...(wants('snapshots') && {
      snapshots: {
        pricing: asked.tier === 'advanced' ? {} : { legacy: { prices: prices('snapshot') } },
        fixed_size_gb: MINIMUM_GB,
        unit: 'per hour (fixed 100GB)',
        description: 'Snapshot pricing is fixed at 100 GB per snapshot (legacy tier only)',
      },
    }),
    ...(wants('gpus') && {
      gpus: {
        pricing: Object.fromEntries(tiers.map((tier) => [tier, gpuPrices(tier, asked, prices, unlisted)])),
        description: 'GPU pricing per GPU per hour by tier and model',
      },
    }),
    metadata: {
      supported_currencies: CURRENCIES,
      supported_tiers: ['legacy', 'advanced'],
      volume_minimum_size_gb: MINIMUM_GB,
      authenticated_user: 'sandbox',
      authentication_type: 'api_key',
      timestamp: Math.floor(now / SECOND),
    },
  }
}

type PricesOf = (sku: Sku) => Record<string, number>

function volumePrices(tier: Tier, { volume_type }: PricingQuery, prices: PricesOf) {
  const types = VOLUME_TYPES[tier].filter((type) => volume_type === undefined || type === volume_type)
  return Object.fromEntries(
    types.map((type) => [type, { prices: prices(`volume ${tier} ${type}`), unit: 'per TB per hour' }]),
  )
}

function gpuPrices(tier: Tier, { gpu_model }: PricingQuery, prices: PricesOf, unlisted: string | null) {
  const models = GPU_MODELS.filter(
    (model) =>
      model.model !== unlisted && model.tier === tier && (gpu_model === undefined || model.model === gpu_model),
  )
  return Object.fromEntries(
    models.map(({ model, maxCount }) => [
      model,
      { prices: prices(`gpu ${model}`), max_count: maxCount, unit: 'per GPU per hour' },
    ]),
  )
}

function pricesOf(book: PriceBook, sku: Sku, only: string | undefined, now: number): Record<string, number> {
  return Object.fromEntries(
    CURRENCIES.filter((currency) => only === undefined || currency === only).map((currency) => [
      currency,
      numberOf(priceAt(book, sku, currency, now) ?? 0n),
    ]),
  )
}

/**
 * What was asked for by name and number, priced: one machine (`gpu_model`, `gpu_count`) or one volume (type, size).
 * `resource_type` says which of them is meant and what was said of the other does not matter; without it a machine comes
 * first.
 */
function quoteOf(book: PriceBook, asked: PricingQuery, now: number) {
  const means = (type: 'volumes' | 'gpus') => [undefined, 'all', type].includes(asked.resource_type)
  const currency = asked.currency ?? 'USD'
  if (means('gpus') && asked.gpu_model !== undefined) {
    requireSold(asked.gpu_model, asked.gpu_count, undefined, asked.tier)
    if (asked.gpu_count === undefined) return {}
    const perGpu = priceAt(book, `gpu ${asked.gpu_model}`, currency, now) ?? 0n
    return { quote: quote(currency, perGpu * BigInt(asked.gpu_count), 1n) }
  }
  if (means('volumes') && asked.volume_type !== undefined) {
    const tier = asked.tier ?? (asked.volume_type === 'SSD' ? 'legacy' : 'advanced')
    const perTb = priceAt(book, `volume ${tier} ${asked.volume_type}`, currency, now)
    if (perTb === null)
      throw new ApiError('bad_request', `volume_type: ${asked.volume_type} is not sold in the ${tier} tier`)
    if (asked.volume_size_gb === undefined) return {}
    return { quote: quote(currency, perTb * BigInt(asked.volume_size_gb), BigInt(book.gbPerTb)) }
  }
  return {}
}

function quote(currency: string, numerator: bigint, denominator: bigint) {
  return {
    currency,
    per_hour: Number(decimalOf(numerator, denominator, 6)),
    per_minute: Number(decimalOf(numerator, denominator * 60n, 5)),
  }
}
