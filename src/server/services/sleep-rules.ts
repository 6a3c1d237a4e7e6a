import type { Account } from '../../db/account-repository.ts'
import { writeAudit } from '../../db/audit-repository.ts'
import { findSleepRules, saveSleepRule } from '../../db/sleep-rule-repository.ts'
import { noRule, type SleepRule } from '../../engine/hibernation/index.ts'
import type { AppContext } from '../context.ts'
import type { SleepRuleBody, SleepRuleDto } from '../dto/hibernation.ts'
import { accountOf } from './account.ts'
import { machineIdOf } from './plans.ts'

interface OfAccount {
  readonly account?: string | undefined
}

/** What owners said of their machines; a machine that nobody spoke of has `noRule`. */
export async function loadSleepRules(context: AppContext, { accountId }: Account): Promise<Map<string, SleepRule>> {
  const rules = await findSleepRules(context.store.db, accountId)
  return new Map([...rules].map(([resourceId, rule]) => [resourceId, { ...noRule, ...rule }]))
}

/** What was said of a machine, by its id or its name. Throws a problem where there is no such machine. */
export async function getSleepRule(context: AppContext, machine: string, query: OfAccount): Promise<SleepRuleDto> {
  const account = await accountOf(context, query.account)
  const resourceId = await machineIdOf(context, account, machine)
  return (await loadSleepRules(context, account)).get(resourceId) ?? noRule
}

/** Keeps what is said of a machine, with a line in the audit log. Throws a problem where there is no such machine. */
export async function putSleepRule(
  context: AppContext,
  machine: string,
  { by, ...rule }: SleepRuleBody,
  query: OfAccount,
): Promise<SleepRuleDto> {
  const account = await accountOf(context, query.account)
  const resourceId = await machineIdOf(context, account, machine)
  const at = context.clock()
  await context.store.db.transaction().execute(async (tx) => {
    await saveSleepRule(tx, account.accountId, resourceId, { ...rule }, at)
    const event = 'said about its sleep'
    await writeAudit(tx, account.accountId, [
      { at, actor: by, event, resourceId, planId: null, detail: ruleWords(rule) },
    ])
  })
  return rule
}

/** 'needed in working hours from 9 to 17; asleep at night only; its public IP must stay'. */
export function ruleWords({
  needed,
  workFrom,
  workTo,
  allowed,
  keepsAddress,
  missPerHour,
  dismissed,
}: SleepRule): string {
  const own = workFrom === null || workTo === null ? 'of the account' : `from ${workFrom} to ${workTo}`
  return [
    {
      learned: 'needed as its habits show',
      'working hours': `needed in working hours ${own}`,
      always: 'needed always',
    }[needed],
    ...(allowed === 'nights' ? ['asleep at night only'] : []),
    ...(keepsAddress ? ['its public IP must stay'] : []),
    ...(missPerHour === null ? [] : [`an hour without it costs ${missPerHour}`]),
    ...(dismissed === null ? [] : [`advice dismissed: ${dismissed}`]),
  ].join('; ')
}
