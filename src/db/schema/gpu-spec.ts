import type { Json, Timestamp, WithDefault } from './column.ts'

export interface GpuSpecTable {
  account_id: number
  gpu_model: string
  tier: string
  gpu_count: number
  vcpus: number | null
  ram_gb: number | null
  root_disk_gb: number | null
  ephemeral_gb: number | null
  vram_gb: number | null
  can_hibernate: boolean | null
  regions: WithDefault<string[]>
  raw: Json
  first_seen: Timestamp
  last_seen: Timestamp
}
