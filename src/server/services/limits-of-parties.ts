import type { Account } from '../../db/account-repository.ts'
import { isForParties, type NamedParties } from '../../engine/budget/index.ts'
import { isAnyone, type DimensionFilter } from '../../engine/index.ts'
import { partiesOf } from '../alerts/parties.ts'
import type { AppContext } from '../context.ts'
import { assignedOf } from './assigned.ts'

/** Which budgets and grants are for those that are looked at, by whose the resources are today. */
export async function limitsOfParties(
  { store, clock }: AppContext,
  account: Account,
  only: DimensionFilter,
): Promise<(named: NamedParties) => boolean> {
  if (isAnyone(only)) return () => true
  const { resources } = await assignedOf(store, account)
  const parties = await partiesOf(store, account, clock())
  const parts = parties.valuesOf(resources.map(({ resourceId }) => resourceId))
  return (named) => isForParties(named, only, parts)
}
