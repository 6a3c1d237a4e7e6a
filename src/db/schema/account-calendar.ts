import type { WithDefault } from './column.ts'

/** How the owner of an account counts years and weeks, and what DATEV knows them by. */
export interface AccountCalendarTable {
  account_id: number
  entity: string | null
  /** Month 1 to 12. */
  fiscal_year_start: WithDefault<number>
  /** Day 1 (Monday) to 7. */
  week_start: WithDefault<number>
  datev_consultant: number | null
  datev_client: number | null
  datev_account_length: WithDefault<number>
}
