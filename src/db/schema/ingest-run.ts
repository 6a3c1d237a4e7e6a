import type { Identity, NullableTimestamp, Timestamp, WithDefault } from './column.ts'

export type IngestStatus = 'running' | 'ok' | 'partial' | 'failed'

export interface IngestRunTable {
  account_id: number
  run_id: Identity
  started_at: Timestamp
  finished_at: NullableTimestamp
  status: IngestStatus
  requests: WithDefault<number>
}
