export {
  BUDGET_SCOPE_KEYS,
  budgetPeriod,
  budgetState,
  plannedFor,
  type Budget,
  type BudgetAmount,
  type BudgetScope,
  type BudgetScopeKey,
  type BudgetState,
} from './budget.ts'
export {
  chanceWithin,
  covers,
  drawFunds,
  fundDays,
  plannedBefore,
  narrowedBy,
  type Fund,
  type FundDraw,
  type FundDrawers,
  type PartyDay,
} from './fund.ts'
export { isForParties, type NamedParties } from './named-parties.ts'
export { fundOutlook, type FundOutlook, type ToCome } from './fund-outlook.ts'
