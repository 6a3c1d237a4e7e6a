import { z } from 'zod'
import { amount, answer, count, currency, instant, text, tier, zonelessInstant } from './scalars.ts'

const figures = {
  total_duration_minutes: count,
  per_minute_rate: amount.describe('Rounded to five decimals; the cost comes from the unrounded rate'),
  total_cost: amount,
  currency,
}
const outer = { total: count, page: count, limit: count, total_pages: count, currency }
const storageSummary = z.strictObject({
  totalMinutes: count,
  activeCount: count,
  averageUsage: z.number(),
  totalSizeGB: count,
  totalCost: amount,
})

export const instanceBilling = answer({
  records: z.array(
    z.strictObject({
      billing_id: text,
      instance_id: text,
      vm_name: text,
      gpu_type: text,
      gpu_count: count,
      tier,
      start_time: instant,
      end_time: instant.nullable(),
      ...figures,
      status: z.enum(['active', 'hibernated', 'completed']),
      description: text,
    }),
  ),
  summary: z.strictObject({
    totalMinutes: count,
    activeCount: count,
    completedCount: count,
    hibernatedCount: count,
    averageUsage: z.number(),
    totalCost: amount,
  }),
  ...outer,
})

export const volumeBilling = answer({
  records: z.array(
    z.strictObject({
      billing_id: text,
      volume_id: text,
      volume_name: text,
      size_gb: count,
      tier: z.enum(['Legacy', 'Advanced']),
      start_time: zonelessInstant,
      end_time: zonelessInstant.nullable(),
      ...figures,
      status: text.describe("The volume's own state"),
      description: text,
    }),
  ),
  summary: storageSummary,
  ...outer,
})

export const snapshotBilling = answer({
  records: z.array(
    z.strictObject({
      billing_id: text,
      snapshot_id: text,
      snapshot_name: text,
      size_gb: count,
      tier,
      start_time: instant,
      end_time: instant.nullable(),
      ...figures,
      status: z.enum(['active', 'completed']),
      description: text,
    }),
  ),
  summary: storageSummary,
  ...outer,
  tier: z.literal('legacy'),
})
