import type { Json, Timestamp, WithDefault } from './column.ts'

export interface RegionTable {
  account_id: number
  region: string
  country: string | null
  status: string | null
  tiers: WithDefault<string[]>
  raw: Json
  first_seen: Timestamp
  last_seen: Timestamp
}
