import { findResources } from '../../db/resource-repository.ts'
import {
  approvePlan,
  findPlan,
  findPlans,
  insertPlans,
  withdrawEarlierWeeks,
  withdrawPlan,
  type NewPlan,
} from '../../db/plan-repository.ts'
import type { Account } from '../../db/account-repository.ts'
import { writeAudit, type AuditEntry } from '../../db/audit-repository.ts'
import { formatPicos, type DimensionFilter, type Instant } from '../../engine/index.ts'
import {
  describePlan,
  movesMachines,
  parsePlanLine,
  planState,
  type Plan,
  type PlanDeed,
  type PlanKind,
  type PlanState,
  type PlanWhat,
} from '../../engine/plan/index.ts'
import type { AppContext } from '../context.ts'
import type { ExceptionBody, PlanBody, PlanDto, WhatBody } from '../dto/plan.ts'
import { toIso, toIsoOrNull } from '../iso.ts'
import { invalidParameter, ProblemException } from '../problem.ts'
import { accountOf } from './account.ts'
import { requireAdmin, type Caller } from './admin.ts'
import { machineNamed, newPlan, planWho, type MachineNames } from './new-plan.ts'
import { speaksToParties } from './plan-parties.ts'
import { priceCheck } from './price-check.ts'

interface OfAccount {
  readonly account?: string | undefined
}

export interface PlansQuery extends OfAccount, DimensionFilter {
  readonly state?: PlanState | undefined
  readonly kind?: PlanKind | undefined
  /** A machine's id. */
  readonly machine?: string | undefined
}

/** The plans that stand, or those of one state: of the account's, the last made first. */
export async function listPlans(context: AppContext, query: PlansQuery): Promise<{ zone: string; rows: PlanDto[] }> {
  const account = await accountOf(context, query.account)
  const [plans, names, isTheirs] = await Promise.all([
    loadPlans(context, account),
    machineNames(context, account),
    speaksToParties(context, account, query),
  ])
  const now = context.clock()
  const rows = plans
    .filter((plan) => {
      const state = planState(plan, now)
      return (
        (query.state === undefined ? state === 'proposed' || state === 'approved' : state === query.state) &&
        (query.kind === undefined || plan.what.kind === query.kind) &&
        (query.machine === undefined || (plan.who.kind === 'machine' && plan.who.resourceId === query.machine)) &&
        isTheirs(plan)
      )
    })
    .reverse()
  return { zone: account.zone, rows: rows.map((plan) => toPlanDto(plan, { zone: account.zone, names, now })) }
}

/** Every plan of an account, those taken back too; the engine counts those in force. */
export function loadPlans(context: AppContext, { accountId }: Pick<Account, 'accountId'>): Promise<Plan[]> {
  return findPlans(context.store.db, accountId)
}

/**
 * Takes a plan. Schedules and deployments begin as proposals, all else counts at once. Throws a problem where it would move
 * machines and the caller may not (`requireAdmin`), here and below.
 */
export async function createPlan(
  context: AppContext,
  body: PlanBody,
  query: OfAccount,
  caller: Caller,
): Promise<PlanDto> {
  const { account, names, now } = await speaking(context, query)
  const plan = newPlan(body, { ...account, names, now })
  const unpriced = (await priceCheck(context, account))(plan.what)
  if (unpriced !== null) throw invalidParameter('what/tier', unpriced)
  return make(context, { account, names, now }, plan, caller)
}

/** Takes an exception as it is said: 'keep on until Fri 18:00'. */
export async function createException(
  context: AppContext,
  body: ExceptionBody,
  query: OfAccount,
  caller: Caller,
): Promise<PlanDto> {
  const { account, names, now } = await speaking(context, query)
  const read = parsePlanLine(body.line, account.zone, now)
  if (read.kind === 'unclear') throw invalidParameter('line', `'${read.part}' is not understood: ${read.hint}`)
  const { kind, startsAt, endsAt } = read.exception
  const deed = { by: body.by, at: now }
  return make(
    context,
    { account, names, now },
    {
      who: planWho(body.who, names),
      what: { kind },
      startsAt,
      endsAt,
      week: null,
      source: 'typed',
      reason: body.reason ?? null,
      proposed: deed,
      approved: deed,
    },
    caller,
  )
}

interface Speaking {
  readonly account: Account
  readonly names: MachineNames
  readonly now: Instant
}

/** Keeps a plan, with a line in the audit log. */
export async function make(
  context: AppContext,
  { account, names, now }: Speaking,
  plan: NewPlan,
  caller: Caller,
): Promise<PlanDto> {
  if (plan.approved && movesMachines(plan.what)) requireAdmin(context.config, caller)
  const [made] = await insertPlans(context.store.db, account.accountId, [plan])
  const dto = toPlanDto(made!, { zone: account.zone, names, now })
  await writeAudit(context.store.db, account.accountId, deedsOf(dto, plan))
  return dto
}

/** How a plan came to be, for the audit log: what is approved by whoever proposed it is one line. */
export function deedsOf(plan: PlanDto, { proposed, approved }: NewPlan): AuditEntry[] {
  return [
    ...(approved?.by !== proposed.by ? [deedOf(plan, 'plan proposed', proposed)] : []),
    ...(approved ? [deedOf(plan, 'plan approved', approved)] : []),
  ]
}

function deedOf({ planId, sentence, who }: PlanDto, event: string, { by, at }: PlanDeed): AuditEntry {
  return { at, actor: by, event, resourceId: who.resourceId, planId, detail: sentence }
}

/** Approves a proposal; a problem where it is none. A week of sleep takes the place of the earlier ones of the same. */
export function approve(
  context: AppContext,
  planId: number,
  by: string,
  query: OfAccount,
  caller: Caller,
): Promise<PlanDto> {
  return change(
    context,
    planId,
    query,
    { by, event: 'plan approved', refusal: 'approved or taken back already', caller },
    (accountId, at) =>
      context.store.db.transaction().execute(async (tx) => {
        const plan = await approvePlan(tx, accountId, planId, { by, at })
        if (plan?.what.kind === 'sleep' && plan.week !== null && plan.endsAt === null)
          await withdrawEarlierWeeks(tx, accountId, plan, { by, at })
        return plan
      }),
  )
}

/** Takes a plan back; it stays in the list of those withdrawn. */
export function withdraw(
  context: AppContext,
  planId: number,
  by: string,
  query: OfAccount,
  caller: Caller,
): Promise<PlanDto> {
  return change(
    context,
    planId,
    query,
    { by, event: 'plan taken back', refusal: 'taken back already', caller },
    (accountId, at) => withdrawPlan(context.store.db, accountId, planId, { by, at }),
  )
}

interface Change {
  readonly by: string
  readonly event: 'plan approved' | 'plan taken back'
  readonly refusal: string
  readonly caller: Caller
}

async function change(
  context: AppContext,
  planId: number,
  query: OfAccount,
  { by, event, refusal, caller }: Change,
  write: (accountId: number, at: Instant) => Promise<Plan | null>,
): Promise<PlanDto> {
  const { account, names, now } = await speaking(context, query)
  const known = await findPlan(context.store.db, account.accountId, planId)
  if (!known) throw new ProblemException('not-found', `There is no plan ${planId}.`)
  // A proposal is taken back by anybody: it moves nothing.
  const isInForce = event === 'plan approved' || known.approved !== null
  if (isInForce && movesMachines(known.what)) requireAdmin(context.config, caller)
  const plan = await write(account.accountId, now)
  if (plan) {
    const dto = toPlanDto(plan, { zone: account.zone, names, now })
    await writeAudit(context.store.db, account.accountId, [deedOf(dto, event, { by, at: now })])
    return dto
  }
  throw invalidParameter('id', `plan ${planId} is ${refusal}`)
}

async function speaking(context: AppContext, query: OfAccount): Promise<Speaking> {
  const account = await accountOf(context, query.account)
  return { account, names: await machineNames(context, account), now: context.clock() }
}

/** The machines of an account that are still there, by id. */
export async function machineNames(context: AppContext, { accountId }: Account): Promise<MachineNames> {
  const resources = await findResources(context.store.db, accountId)
  const machines = resources.filter(({ type }) => type === 'instance')
  return new Map(
    machines.map(({ resourceId, name, deletedSeenAt }) => [resourceId, { name, isGone: deletedSeenAt !== null }]),
  )
}

/** The id of a machine that is told by its id or its name. Throws a problem where no one machine is meant. */
export async function machineIdOf(context: AppContext, account: Account, said: string): Promise<string> {
  const found = machineNamed(said, await machineNames(context, account))
  if (found.resourceId === null)
    throw new ProblemException('not-found', `${found.why[0]!.toUpperCase()}${found.why.slice(1)}.`)
  return found.resourceId
}

/** What is needed to tell a plan in words. */
export interface Telling {
  readonly zone: string
  readonly names: MachineNames
  readonly now: Instant
}

export function toPlanDto(plan: Plan, { zone, names, now }: Telling): PlanDto {
  const { planId, who, what, startsAt, endsAt, week, source, reason, proposed, approved, withdrawn } = plan
  const nameOf = (resourceId: string) => names.get(resourceId)?.name ?? resourceId
  const deed = (of: Plan['approved']) => of && { by: of.by, at: toIso(of.at) }
  return {
    planId,
    sentence: describePlan(plan, { zone, now, nameOf }),
    state: planState(plan, now),
    who: {
      kind: who.kind,
      name: who.kind === 'account' ? null : who.kind === 'machine' ? nameOf(who.resourceId) : who.name,
      resourceId: who.kind === 'machine' ? who.resourceId : null,
    },
    what: whatDto(what),
    startsAt: toIso(startsAt),
    endsAt: toIsoOrNull(endsAt),
    week: week && week.map((window) => ({ ...window, days: [...window.days] })),
    source,
    reason,
    proposed: deed(proposed)!,
    approved: deed(approved),
    withdrawn: deed(withdrawn),
  }
}

function whatDto(what: PlanWhat): WhatBody {
  if (what.kind !== 'month') return what
  return { kind: what.kind, currency: what.currency, amount: formatPicos(what.amountPicos) }
}
