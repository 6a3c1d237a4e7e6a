import { listAccounts, type Account } from '../../db/account-repository.ts'
import { markAssignmentsChanged } from '../../db/assignment-repository.ts'
import {
  deleteAssignmentRules,
  insertAssignmentRule,
  orderAssignmentRules,
  updateAssignmentRule,
  type NewRule,
  type StoredRule,
} from '../../db/assignment-rule-repository.ts'
import type { Connection } from '../../db/store.ts'
import { assign, formatPicos, matchedBy, reassigned, spanOn } from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import type { RuleBody, RuleDto, RulePreviewDto, RulesDto } from '../dto/assignments.ts'
import { ProblemException } from '../problem.ts'
import { accountOf } from './account.ts'
import { assignedOf, type Assigned } from './assigned.ts'
import {
  billedByResource,
  recentDays,
  toAssignable,
  toPartDtos,
  toParts,
  type ResourceBilled,
} from './assignment-parts.ts'
import { matchText } from './assignment-words.ts'
import { requireFirstIngest } from './first-ingest.ts'

interface Query {
  readonly account?: string | undefined
}

/** The rules of an account in their order. */
export async function assignmentRules(context: AppContext, query: Query): Promise<RulesDto> {
  const account = await accountOf(context, query.account)
  const { rules, resources } = await assignedOf(context.store, account)
  return { rows: rules.map((rule, i) => toRuleDto(rule, i, matchedBy(rule, resources).length)) }
}

/** Adds a rule, at the end where no position is told. */
export async function createAssignmentRule(context: AppContext, body: RuleBody, query: Query): Promise<RuleDto> {
  const account = await accountOf(context, query.account)
  const { rules } = await assignedOf(context.store, account)
  const position = Math.min(body.position ?? rules.length + 1, rules.length + 1)
  const ruleId = await changing(context, account, body.everyAccount, async (tx) => {
    const made = await insertAssignmentRule(tx, position, newRule(body, account), context.clock())
    const order = rules.map((rule) => rule.ruleId)
    await orderAssignmentRules(tx, order.toSpliced(position - 1, 0, made))
    return made
  })
  return ruleOf(context, ruleId, query)
}

/** Writes a rule anew; with a position it moves there. */
export async function putAssignmentRule(
  context: AppContext,
  ruleId: number,
  body: RuleBody,
  query: Query,
): Promise<RuleDto> {
  const account = await accountOf(context, query.account)
  const { rules } = await assignedOf(context.store, account)
  const before = requireRule(rules, ruleId)
  const isOfAll = body.everyAccount || before.accountId === null
  await changing(context, account, isOfAll, async (tx) => {
    await updateAssignmentRule(tx, ruleId, newRule(body, account), context.clock())
    if (body.position !== undefined) {
      const others = rules.map((rule) => rule.ruleId).filter((id) => id !== ruleId)
      await orderAssignmentRules(tx, others.toSpliced(body.position - 1, 0, ruleId))
    }
  })
  return ruleOf(context, ruleId, query)
}

export async function removeAssignmentRule(context: AppContext, ruleId: number, query: Query) {
  const account = await accountOf(context, query.account)
  const { rules } = await assignedOf(context.store, account)
  const { accountId } = requireRule(rules, ruleId)
  await changing(context, account, accountId === null, (tx) => deleteAssignmentRules(tx, [ruleId]))
  return { ruleId }
}

/** Puts a list of rules in the place of those that there are: all of them or none. */
export async function replaceAssignmentRules(
  context: AppContext,
  account: Account,
  bodies: readonly RuleBody[],
): Promise<void> {
  const { rules } = await assignedOf(context.store, account)
  const own = rules.filter(({ accountId }) => accountId !== null)
  await changing(
    context,
    account,
    bodies.some(({ everyAccount }) => everyAccount),
    async (tx) => {
      await deleteAssignmentRules(
        tx,
        own.map(({ ruleId }) => ruleId),
      )
      const kept = rules.length - own.length
      for (const [i, body] of bodies.entries()) {
        await insertAssignmentRule(tx, kept + i + 1, newRule(body, account), context.clock())
      }
    },
  )
}

const MOST_ROWS = 500

/** What a rule would be for and change, before it is kept. */
export async function previewAssignmentRule(
  context: AppContext,
  { rule: body, ruleId }: { rule: RuleBody; ruleId?: number | undefined },
  query: Query,
): Promise<RulePreviewDto> {
  const { account } = await requireFirstIngest(context, query.account)
  const assigned = await assignedOf(context.store, account)
  if (ruleId !== undefined) requireRule(assigned.rules, ruleId)
  const rule = { ...newRule(body, account), ruleId: ruleId ?? 0 }
  const others = assigned.rules.filter((other) => other.ruleId !== ruleId)
  const place = body.position ?? placeOf(assigned, ruleId)
  const after = assign({ ...assigned.input, rules: others.toSpliced(place - 1, 0, { ...rule, accountId: null }) })
  const changed = new Set(reassigned(assigned.assignments, after, assigned.openFrom))
  const matched = matchedBy(rule, assigned.resources)
  const matchedKeys = new Set(matched.map(({ key }) => key))
  const shown = assigned.resources.filter(({ key }) => matchedKeys.has(key) || changed.has(key))
  const { today, from, to } = recentDays(context, account)
  return {
    matched: matched.length,
    changed: changed.size,
    from,
    to,
    wallets: sumOf(
      await billedByResource(context, account, { from, to }),
      new Set(shown.filter(({ key }) => changed.has(key)).map(({ resourceId }) => resourceId)),
    ),
    rows: shown
      .toSorted((a, b) => Number(changed.has(b.key)) - Number(changed.has(a.key)))
      .slice(0, MOST_ROWS)
      .map((resource) => ({
        ...toAssignable(resource),
        before: toPartDtos(spanOn(assigned.assignments.get(resource.key)!, today).parts),
        after: toPartDtos(spanOn(after.get(resource.key)!, today).parts),
        isChanged: changed.has(resource.key),
      })),
  }
}

/** Does a change of rules as one, after which no figure that was kept is shown. */
async function changing<T>(
  { store, clock }: AppContext,
  { accountId }: Account,
  isOfAll: boolean,
  change: (tx: Connection) => Promise<T>,
): Promise<T> {
  const touched = isOfAll ? (await listAccounts(store.db)).map((each) => each.accountId) : [accountId]
  return store.db.transaction().execute(async (tx) => {
    const result = await change(tx)
    await markAssignmentsChanged(tx, touched, clock())
    return result
  })
}

const newRule = ({ match, from, to, parts, everyAccount }: RuleBody, { accountId }: Account): NewRule => ({
  accountId: everyAccount ? null : accountId,
  match,
  fromDay: from,
  toDay: to,
  parts: toParts(parts),
})

function requireRule(rules: readonly StoredRule[], ruleId: number): StoredRule {
  const rule = rules.find((each) => each.ruleId === ruleId)
  if (!rule) throw new ProblemException('not-found', `There is no rule ${ruleId}.`)
  return rule
}

const placeOf = ({ rules }: Assigned, ruleId: number | undefined) =>
  ruleId === undefined ? rules.length + 1 : rules.findIndex((rule) => rule.ruleId === ruleId) + 1

async function ruleOf(context: AppContext, ruleId: number, query: Query): Promise<RuleDto> {
  const { rows } = await assignmentRules(context, query)
  return rows.find((row) => row.ruleId === ruleId)!
}

function toRuleDto(
  { ruleId, accountId, match, fromDay, toDay, parts }: StoredRule,
  i: number,
  matched: number,
): RuleDto {
  return {
    ruleId,
    position: i + 1,
    match: { ...match, ids: match.ids && [...match.ids] },
    from: fromDay,
    to: toDay,
    parts: toPartDtos(parts),
    everyAccount: accountId === null,
    words: matchText(match),
    matched,
  }
}

/** By wallet, of some resources. */
function sumOf(billed: readonly ResourceBilled[], resourceIds: ReadonlySet<string>): RulePreviewDto['wallets'] {
  const sums = new Map<string, bigint>()
  for (const { resourceId, currency, billedPicos } of billed) {
    if (resourceIds.has(resourceId)) sums.set(currency, (sums.get(currency) ?? 0n) + billedPicos)
  }
  return [...sums].map(([currency, picos]) => ({ currency, billed: formatPicos(picos) }))
}
