import { sumCharges, type ChargeKey } from '../../db/charge-query-repository.ts'
import type { Account } from '../../db/account-repository.ts'
import { BUDGET_SCOPE_KEYS, type BudgetScope } from '../../engine/budget/index.ts'
import {
  DIMENSIONS,
  NOT_ASSIGNED_FILTER,
  parsePicos,
  type Day,
  type DayRange,
  type Estimate,
} from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import { assignedOf, assignmentsOf } from './assigned.ts'
import { forecastOf, groupName } from './forecast-of.ts'
import { isDimension } from './forecast-parts.ts'
import type { Ledger } from './ledger.ts'

const MOST_ROWS = 1_000_000

const keysOf = (scope: BudgetScope) => BUDGET_SCOPE_KEYS.filter((key) => scope[key] !== undefined)

/** What is billed of a wallet within a scope, by day. */
export async function billedDays(
  context: AppContext,
  account: Account,
  currency: string,
  scope: BudgetScope,
  days: DayRange,
): Promise<Map<Day, bigint>> {
  if (days.from >= days.to) return new Map()
  const keys: ChargeKey[] = ['day', 'currency']
  const isAssigned = DIMENSIONS.some((dimension) => scope[dimension] !== undefined)
  const rows = await sumCharges(context.store.db, {
    ...days,
    keys,
    accountId: account.accountId,
    filters: { ...scope, currency },
    assignments: isAssigned ? await assignmentsOf(context.store, [account]) : null,
    after: null,
    limit: MOST_ROWS,
  })
  return new Map(rows.map(({ keyValues: [day], billed }) => [day!, parsePicos(billed)]))
}

/** What a scope is expected to cost over some days, in all and by day; null where nothing of it was ever seen. */
export async function expected(
  context: AppContext,
  ledger: Ledger,
  currency: string,
  scope: BudgetScope,
  days: DayRange,
): Promise<{ total: Estimate & { early: boolean }; byDay: Map<Day, Estimate> } | null> {
  const keys = keysOf(scope)
  const owned = keys.some(isDimension) ? await assignedOf(context.store, ledger.account) : undefined
  const { rows, totals } = forecastOf(ledger, { window: days, group: keys, owned })
  const group = groupName(
    keys.map((key) => (scope[key] === NOT_ASSIGNED_FILTER && isDimension(key) ? null : scope[key]!)),
  )
  const isOfScope = (of: Estimate) => of.currency === currency && of.group === group
  const total = totals.find(isOfScope)
  if (!total) return null
  return { total, byDay: new Map(rows.filter(isOfScope).map((row) => [row.day, row])) }
}
