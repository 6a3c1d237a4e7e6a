import type { Account } from '../../db/account-repository.ts'
import { addDays, NOT_ASSIGNED_FILTER, type DayRange, type Dimension } from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import type { ChargebackLineDto } from '../dto/chargeback.ts'
import { listBudgets } from './budgets.ts'
import { listFunds } from './funds.ts'

type Limit = ChargebackLineDto['against'][number]
type LimitsOf = (line: Pick<ChargebackLineDto, 'name' | 'currency'>) => Limit[]

/**
 * What a line of a chargeback is held against: budgets for nothing but its name, in the period that the month lies in,
 * and of projects the grants that they draw on in the month.
 */
export async function limitsBy(
  context: AppContext,
  { slug }: Account,
  by: Dimension,
  days: DayRange,
): Promise<LimitsOf> {
  const [budgets, funds] = await Promise.all([
    listBudgets(context, { account: slug, on: days.from }),
    by === 'project' ? listFunds(context, { account: slug }) : { rows: [] },
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
      .filter((fund) => fund.currency === currency && name !== null && fund.projects.includes(name) && overlaps(fund))
      .map(({ name: fund, from, to, amount, now: { spent, sentence } }) => ({
        ...{ kind: 'fund' as const, name: fund, from, to, amount, spent, sentence },
      })),
  ]
}
