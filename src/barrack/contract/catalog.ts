import { z } from 'zod'
import { decimal, lowerCase, orUnknown, text, whole } from './scalars.ts'

const words = orUnknown(z.array(z.string())).transform((value) => value ?? [])

export const regionRow = z.looseObject({
  name: text,
  country: orUnknown(text),
  green_status: orUnknown(text),
  tiers: words,
})

/** How many GPUs of which machine; one row per model, tier and count. */
export const gpuSpecRow = z.looseObject({
  gpu_model: text,
  tier: lowerCase,
  gpu_count: whole,
  vcpus: orUnknown(whole),
  ram_gb: orUnknown(whole),
  root_disk_gb: orUnknown(whole),
  ephemeral_gb: orUnknown(whole),
  vram_gb: orUnknown(whole),
  can_hibernate: orUnknown(z.boolean()),
  regions: words,
})

/** One model of one region. `available` is a floor where it ends with '+'; the configurations share the same GPUs. */
export const stockModel = z.looseObject({
  model: text,
  available: orUnknown(text),
  planned_7_days: orUnknown(text),
  planned_30_days: orUnknown(text),
  planned_100_days: orUnknown(text),
  configurations: orUnknown(z.record(z.string(), whole)).transform((value) => value ?? {}),
})

/** A region with its models, each checked by itself. */
export const stockRow = z.looseObject({ region: text, models: z.array(z.unknown()) })

/** One thing that is sold: currency -> price, each checked by itself. */
export const pricedItem = z.looseObject({ prices: z.record(z.string(), z.unknown()), max_count: orUnknown(whole) })
const byTier = <T extends z.ZodType>(schema: T) => z.looseObject({ pricing: z.record(z.string(), schema) }).nullish()

export const pricingAnswer = z.looseObject({
  pricing_data: z.looseObject({
    gpus: byTier(z.record(z.string(), z.unknown())),
    volumes: byTier(z.record(z.string(), z.unknown())),
    snapshots: byTier(z.unknown()),
  }),
})

/** A number with `currency` beside it, or an object of numbers by currency. */
export const balanceAnswer = z.looseObject({
  balance: z.union([z.record(z.string(), z.unknown()), z.number(), z.string()], 'expected a balance'),
  currency: z.unknown().optional(),
})

export const volumeTypesAnswer = z.looseObject({ volume_types: z.array(z.unknown()) })

export const aiModelRow = z.looseObject({
  id: text,
  input_price_per_million: orUnknown(decimal),
  output_price_per_million: orUnknown(decimal),
  currency: z.unknown().optional(),
})

export type RegionRow = z.output<typeof regionRow>
export type GpuSpecRow = z.output<typeof gpuSpecRow>
export type StockRow = z.output<typeof stockRow>
export type StockModel = z.output<typeof stockModel>
export type PricingAnswer = z.output<typeof pricingAnswer>
export type BalanceAnswer = z.output<typeof balanceAnswer>
export type AiModelRow = z.output<typeof aiModelRow>
