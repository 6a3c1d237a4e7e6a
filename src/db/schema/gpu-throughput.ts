import type { Timestamp } from './column.ts'

/** What a piece of the account's own work gets out of so many GPUs of a model. */
export interface GpuThroughputTable {
  account_id: number
  workload: string
  gpu_model: string
  gpu_count: number
  unit: 'tokens' | 'samples'
  per_second: number
  entered_at: Timestamp
}
