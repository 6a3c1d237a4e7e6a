import type { Identity, JsonWithDefault, NullableJson, NullableTimestamp, Timestamp } from './column.ts'

export type JobStatus = 'queued' | 'running' | 'done' | 'failed'

export interface JobTable {
  account_id: number
  job_id: Identity
  kind: string
  status: JobStatus
  input: JsonWithDefault
  progress: NullableJson
  result: NullableJson
  error: string | null
  requested_at: Timestamp
  started_at: NullableTimestamp
  finished_at: NullableTimestamp
}
