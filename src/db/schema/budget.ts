import type { BudgetScope } from '../../engine/budget/budget.ts'
import type { DayColumn, Identity, Json, JsonWithDefault, Timestamp } from './column.ts'

/** What may be spent, over and over or once. */
export interface BudgetTable {
  account_id: number
  budget_id: Identity
  name: string
  currency: string
  period: 'month' | 'quarter' | 'dates'
  first_day: DayColumn
  /** Inclusive. */
  last_day: DayColumn | null
  /** By their first day; amounts are decimals. */
  amounts: Json<readonly { readonly from: string; readonly amount: string }[]>
  scope: JsonWithDefault<BudgetScope>
  note: string | null
  created_at: Timestamp
  changed_at: Timestamp
}
