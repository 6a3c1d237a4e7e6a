import type { Account } from '../../db/account-repository.ts'
import { findResources } from '../../db/ledger-query-repository.ts'
import { findSleepRules, saveSleepRule } from '../../db/sleep-rule-repository.ts'
import { noRule, type SleepRule } from '../../engine/hibernation/index.ts'
import type { AppContext } from '../context.ts'
import type { SleepRuleDto } from '../dto/hibernation.ts'
import { ProblemException } from '../problem.ts'
import { accountOf } from './account.ts'

/** What owners said of their machines; a machine that nobody spoke of has `noRule`. */
export async function loadSleepRules(context: AppContext, { accountId }: Account): Promise<Map<string, SleepRule>> {
  const rules = await findSleepRules(context.store.db, accountId)
  return new Map([...rules].map(([resourceId, rule]) => [resourceId, { ...noRule, ...rule }]))
}

/** Keeps what is said of a machine. Throws a problem where there is no such machine. */
export async function putSleepRule(
  context: AppContext,
  resourceId: string,
  rule: SleepRuleDto,
  query: { account?: string | undefined },
): Promise<SleepRuleDto> {
  const { accountId } = await accountOf(context, query.account)
  const resources = await findResources(context.store.db, accountId)
  if (!resources.some((resource) => resource.resourceId === resourceId && resource.type === 'instance')) {
    throw new ProblemException('not-found', `There is no machine ${resourceId}.`)
  }
  await saveSleepRule(context.store.db, accountId, resourceId, { ...rule }, context.clock())
  return rule
}
