import type { Account } from '../../db/account-repository.ts'
import type { Store } from '../../db/store.ts'
import { DIMENSIONS, type Dimension } from '../../engine/index.ts'
import { assignedOf, type Assigned } from './assigned.ts'
import { keep } from './kept.ts'

/** Every value that some resource has or had, sorted. */
export type PartyValues = Record<Dimension, string[]>

/** The projects, owners and cost centers of an account, found once for as long as its data and the words on them stand. */
export const partyValues = (store: Store, account: Account): Promise<PartyValues> =>
  keep(store, account, 'party values', async () => valuesIn(await assignedOf(store, account)))

/** The same of what was read already. */
export function valuesIn({ assignments }: Pick<Assigned, 'assignments'>): PartyValues {
  const values = { project: new Set<string>(), owner: new Set<string>(), cost_center: new Set<string>() }
  for (const spans of assignments.values())
    for (const { parts } of spans)
      for (const part of parts)
        for (const dimension of DIMENSIONS) {
          const value = part.values[dimension]
          if (value !== null) values[dimension].add(value)
        }
  return {
    project: [...values.project].sort(),
    owner: [...values.owner].sort(),
    cost_center: [...values.cost_center].sort(),
  }
}
