import { z } from 'zod'
import { amount, answer, count, currency, text, tier } from './scalars.ts'

const planned = z.string().regex(/^\d+$/).nullable()
const prices = z.partialRecord(currency, amount)

export const balance = answer({ balance: z.strictObject({ USD: amount, EUR: amount, INR: amount }), currency })

export const regions = answer({
  regions: z.array(z.strictObject({ name: text, country: text, green_status: text, tiers: z.array(tier) })),
})

export const gpuSpecs = answer({
  specs: z.array(
    z.strictObject({
      gpu_model: text,
      tier,
      gpu_count: count,
      vcpus: count,
      ram_gb: count,
      root_disk_gb: count,
      ephemeral_gb: count,
      vram_gb: count,
      can_hibernate: z.boolean(),
      regions: z.array(text),
    }),
  ),
  metadata: z.strictObject({ total: count }),
})

export const gpuStocks = answer({
  stocks: z.array(
    z.strictObject({
      region: text,
      'stock-type': z.literal('GPU'),
      models: z.array(
        z.strictObject({
          model: text,
          available: text.describe('Exact below 10, else a floor: 10+, 25+, 100+, 200+'),
          planned_7_days: planned,
          planned_30_days: planned,
          planned_100_days: planned,
          configurations: z
            .record(z.string(), count)
            .describe('Machines of each size; the sizes draw on the same GPUs'),
        }),
      ),
    }),
  ),
})

export const pricing = answer({
  message: text,
  request_id: text,
  pricing_data: z.strictObject({
    volumes: z
      .strictObject({
        pricing: z.partialRecord(tier, z.record(z.string(), z.strictObject({ prices, unit: text }))),
        minimum_size_gb: count,
        description: text,
      })
      .optional(),
    snapshots: z
      .strictObject({
        pricing: z.strictObject({ legacy: z.strictObject({ prices }).optional() }),
        fixed_size_gb: count,
        unit: text,
        description: text,
      })
      .optional(),
    gpus: z
      .strictObject({
        pricing: z.partialRecord(tier, z.record(z.string(), z.strictObject({ prices, max_count: count, unit: text }))),
        description: text,
      })
      .optional(),
    metadata: z.strictObject({
      supported_currencies: z.array(currency),
      supported_tiers: z.array(tier),
      volume_minimum_size_gb: count,
      authenticated_user: text,
      authentication_type: text,
      timestamp: count.describe('Unix seconds'),
    }),
  }),
  quote: z.strictObject({ currency, per_hour: amount, per_minute: amount }).optional(),
})
