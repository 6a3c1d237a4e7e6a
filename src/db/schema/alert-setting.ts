import type { JsonWithDefault, NullableTimestamp, Timestamp } from './column.ts'

/** When an account is told of things; one row from its first look on. */
export interface AlertSettingTable {
  account_id: number
  /** 'HH:MM' by the account's clock. */
  quiet_from: string | null
  quiet_to: string | null
  digest_at: string
  top_up_lead_hours: number
  last_digest_at: NullableTimestamp
  watched_since: Timestamp
  /** By currency: the run rate per hour at the first look, decimal. */
  first_rates: JsonWithDefault<Readonly<Record<string, string>>>
}
