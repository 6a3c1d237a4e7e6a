import type { Account } from '../../db/account-repository.ts'
import { findAssignables } from '../../db/assignable-repository.ts'
import { findDirectAssignments, findUseHours } from '../../db/assignment-repository.ts'
import { findAssignmentRules, type StoredRule } from '../../db/assignment-rule-repository.ts'
import type { AssignmentsOfAccounts } from '../../db/assigned-parts.ts'
import type { Store } from '../../db/store.ts'
import {
  assign,
  assignmentKey,
  calendarOf,
  spanOn,
  withClosed,
  WHOLE,
  type Assignable,
  type AssignInput,
  type Assignments,
  type Day,
  type Part,
  type ResourceType,
} from '../../engine/index.ts'
import { closedBooksOf } from './closed-books.ts'
import { keep } from './kept.ts'

/** Whose the resources of an account are, and what that was told from. */
export interface Assigned {
  readonly resources: readonly Assignable[]
  readonly rules: readonly StoredRule[]
  readonly input: AssignInput
  /** Days before it are as closed months have them, whatever is said now; null where none is closed. */
  readonly openFrom: Day | null
  readonly assignments: Assignments
}

/** Reads and assigns, once for as long as the account's data and the words on them stand. */
export const assignedOf = (store: Store, account: Account): Promise<Assigned> =>
  keep(store, account, 'assigned', async () => {
    const { db } = store
    const { accountId } = account
    const calendar = calendarOf(account.zone)
    const [resources, rules, direct, hours] = await Promise.all([
      findAssignables(db, accountId, (at) => calendar.dayOf(at)),
      findAssignmentRules(db, accountId),
      findDirectAssignments(db, accountId),
      findUseHours(db, accountId),
    ])
    const input = { resources, rules, direct, hours }
    const { openFrom, assignments: closed } = await closedBooksOf(store, account)
    const told = assign(input)
    return {
      resources,
      rules,
      input,
      openFrom,
      assignments: openFrom === null ? told : withClosed(told, closed, openFrom),
    }
  })

/** The same of several accounts, for the queries that split charges by it. */
export async function assignmentsOf(store: Store, accounts: readonly Account[]): Promise<AssignmentsOfAccounts> {
  const all = new Map<number, Assignments>()
  for (const account of accounts) all.set(account.accountId, (await assignedOf(store, account)).assignments)
  return all
}

/** The parts of a resource on a day; all of it not assigned where nothing is known of it. */
export function partsOn(
  assignments: Assignments,
  resource: { readonly resourceType: ResourceType; readonly resourceId: string; readonly currency: string },
  day: Day,
): readonly Part[] {
  const spans = assignments.get(assignmentKey(resource.resourceType, resource.resourceId, resource.currency))
  return spans ? spanOn(spans, day).parts : WHOLE
}
