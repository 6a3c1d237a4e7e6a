import { z } from 'zod'
import { currency, day, decimal } from './common.ts'

const figure = z
  .object({ value: z.number(), source: z.string(), url: z.string(), isHalved: z.boolean() })
  .nullable()
  .meta({ description: 'Dense; isHalved where the source gives it with sparsity alone' })

const costs = z.object({
  perGpuHour: decimal,
  perBf16Pflop: decimal.nullable(),
  perFp8Pflop: decimal.nullable(),
  perGbMemory: decimal.nullable(),
  perTbPerSecond: decimal.nullable(),
  perMillion: z.array(
    z.object({ workload: z.string(), gpuCount: z.int(), unit: z.enum(['tokens', 'samples']), cost: decimal }),
  ),
})

/** What one piece of the own work gets out of so many GPUs of a model. */
export const throughputKey = z.strictObject({
  workload: z.string().min(1).max(100),
  gpuModel: z.string().min(1).max(100),
  gpuCount: z.coerce.number().int().min(1).max(1000),
  unit: z.enum(['tokens', 'samples']),
})
export type ThroughputKey = z.infer<typeof throughputKey>

export const throughputBody = throughputKey.extend({
  gpuCount: z.int().min(1).max(1000),
  perSecond: z.number().min(0.0001).max(1e12),
})
export type ThroughputBody = z.infer<typeof throughputBody>

export const gpuEconomicsDto = z.object({
  from: day,
  to: day,
  rows: z.array(
    z.object({
      sku: z.string(),
      tier: z.string().nullable(),
      model: z.string(),
      currency,
      source: z.enum(['list', 'yours']),
      bf16Tflops: figure,
      fp8Tflops: figure,
      memoryGb: figure,
      memoryTbPerSecond: figure,
      powerWatts: figure,
      interconnect: z.object({ kind: z.string(), gbPerSecond: z.number(), source: z.string() }).nullable(),
      costs,
    }),
  ),
  effective: z.array(
    z.object({
      model: z.string(),
      currency,
      billed: decimal,
      activeGpuHours: decimal,
      shutoffGpuHours: decimal,
      unknownGpuHours: decimal.meta({ description: 'Nobody looked: running or shut off' }),
      perActiveGpuHour: decimal.nullable().meta({ description: 'All that was billed over active GPU-hours' }),
      atLeast: decimal.nullable().meta({ description: 'The same if all unknown hours were active' }),
      withoutShutoff: decimal.nullable(),
      isBound: z.boolean().meta({ description: 'Unknown hours: between `atLeast` and `perActiveGpuHour`' }),
    }),
  ),
  throughputs: z.array(throughputBody).meta({ description: 'What the own work gets out of GPUs' }),
})
export type GpuEconomicsDto = z.infer<typeof gpuEconomicsDto>

export const importedThroughputDto = z.object({ taken: z.int() })
export type ImportedThroughputDto = z.infer<typeof importedThroughputDto>
