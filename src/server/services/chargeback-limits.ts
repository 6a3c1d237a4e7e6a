import type { Account } from '../../db/account-repository.ts'
import { addDays, DIMENSIONS, NOT_ASSIGNED_FILTER, type DayRange, type Dimension } from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import type { FundDto } from '../dto/budgets.ts'
import type { ChargebackLineDto } from '../dto/chargeback.ts'
import { listBudgets } from './budgets.ts'
import { listFunds } from './funds.ts'

/** Of a grant that somebody of it alone draws on nobody knows what is left for the rest of it. */
function isFor({ projects, owners, costCenters }: FundDto, by: Dimension, name: string): boolean {
  const drawnBy = { project: projects, owner: owners, cost_center: costCenters }
  return DIMENSIONS.every((dimension) =>
    dimension === by ? drawnBy[dimension].includes(name) : drawnBy[dimension].length === 0,
  )
}

type Limit = ChargebackLineDto['against'][number]
type LimitsOf = (line: Pick<ChargebackLineDto, 'name' | 'currency'>) => Limit[]

/**
 * What a line of a chargeback is held against: budgets for nothing but its name, in the period that the month lies in,
 * and the grants that it, and not somebody of it alone, draws on in the month.
 */
export async function limitsBy(
  context: AppContext,
  { slug }: Account,
  by: Dimension,
  days: DayRange,
): Promise<LimitsOf> {
  const [budgets, funds] = await Promise.all([
    listBudgets(context, { account: slug, on: days.from }),
    listFunds(context, { account: slug }),
  ])
  const overlaps = (other: DayRange) => other.from < days.to && days.from < other.to
  return ({ name, currency }) => [
    ...budgets.rows
      .filter(
        (budget) =>
          budget.currency === currency &&
          Object.keys(budget.scope).join() === by &&
          budget.scope[by] === (name ?? NOT_ASSIGNED_FILTER) &&
          overlaps(budget.now),
      )
      .map(({ name: budget, now: { from, to, amount, actual, sentence } }) => ({
        ...{ kind: 'budget' as const, name: budget, from, to, amount, spent: actual, sentence },
      })),
    ...funds.rows
      .map((fund) => ({ ...fund, from: fund.firstDay, to: addDays(fund.lastDay, 1) }))
      .filter((fund) => fund.currency === currency && name !== null && isFor(fund, by, name) && overlaps(fund))
      .map(({ name: fund, from, to, amount, now: { spent, sentence } }) => ({
        ...{ kind: 'fund' as const, name: fund, from, to, amount, spent, sentence },
      })),
  ]
}
