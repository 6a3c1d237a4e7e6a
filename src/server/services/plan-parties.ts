import type { Account } from '../../db/account-repository.ts'
import { calendarOf, DIMENSIONS, isAnyone, isOf, type DimensionFilter, type Part } from '../../engine/index.ts'
import type { Plan } from '../../engine/plan/index.ts'
import type { AppContext } from '../context.ts'
import { assignedOf, partsOn } from './assigned.ts'

/**
 * Whether a plan speaks of something that those who are looked at have a share in today: of one of their machines, of
 * them by name, or of the whole account, which is everybody's.
 */
export async function speaksToParties(
  { store, clock }: AppContext,
  account: Account,
  only: DimensionFilter,
): Promise<(plan: Plan) => boolean> {
  if (isAnyone(only)) return () => true
  const { resources, assignments } = await assignedOf(store, account)
  const today = calendarOf(account.zone).dayOf(clock())
  const partsOf = (resourceId: string) =>
    partsOn(assignments, { resourceType: 'instance', resourceId, currency: '' }, today)
  const isTheirs = ({ values, weight }: Part) => weight > 0n && isOf(values, only)
  const machines = resources.filter(({ type }) => type === 'instance')
  return ({ who }) => {
    switch (who.kind) {
      case 'account':
        return true
      case 'machine':
        return partsOf(who.resourceId).some(isTheirs)
      case 'owner':
      case 'project':
        return (
          DIMENSIONS.every((each) => only[each] === (each === who.kind ? who.name : undefined)) ||
          machines.some(({ resourceId }) =>
            partsOf(resourceId).some((part) => part.values[who.kind] === who.name && isTheirs(part)),
          )
        )
    }
  }
}
