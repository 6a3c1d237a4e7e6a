import { findAudit } from '../../db/audit-repository.ts'
import { sleepActionsSince, type SleepAction } from '../../db/sleep-action-repository.ts'
import { HOUR_MS } from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import { decodeCursor, encodeCursor } from '../cursor.ts'
import type { AuditDto, SleepActionDto, SleepActionsDto } from '../dto/sleep-action.ts'
import { auditCsv } from '../export/audit-csv.ts'
import { toIso, toIsoOrNull } from '../iso.ts'
import { accountOf } from './account.ts'
import { mayAct } from './may-act.ts'
import { planSleep } from './plan-sleep.ts'
import type { MachineNames } from './new-plan.ts'
import { machineNames } from './plans.ts'
import { reportFile, type ReportFile } from './report-file.ts'
import { whoseColumns, type WhoseQuery } from './whose.ts'

interface OfAccount {
  readonly account?: string | undefined
}

/** What is told of when it is finished. */
const SHOWN_MS = 14 * 24 * HOUR_MS
const PAGE = 100

/** What approved plans want done to machines next, and what became of it in the last two weeks. */
export async function listSleepActions(context: AppContext, query: OfAccount): Promise<SleepActionsDto> {
  const account = await accountOf(context, query.account)
  const [actions, names] = await Promise.all([
    sleepActionsSince(context.store.db, account.accountId, context.clock() - SHOWN_MS),
    machineNames(context, account),
  ])
  return {
    isApplying: context.config.applying === true,
    rows: actions.filter(({ state }) => state !== 'cancelled').map((action) => toDto(action, names, null)),
  }
}

/** Writes down what the day ahead will bring, and says of each whether it could be done right now; nothing is done. */
export async function dryRun(context: AppContext, query: OfAccount): Promise<SleepActionsDto> {
  const account = await accountOf(context, query.account)
  await planSleep(context, account, context.clock())
  const [actions, names] = await Promise.all([
    sleepActionsSince(context.store.db, account.accountId, context.clock()),
    machineNames(context, account),
  ])
  const open = actions.filter(({ finishedAt }) => finishedAt === null).reverse()
  const rows = []
  for (const action of open) {
    // Whether a machine may be woken is a question for its hour.
    const check = action.action === 'hibernate' ? await mayAct(context, account, action, null) : null
    rows.push(toDto(action, names, check))
  }
  return { isApplying: context.config.applying === true, rows }
}

/** What was done and not done, newest first. */
export async function listAudit(
  context: AppContext,
  query: OfAccount & { next?: string | undefined },
): Promise<AuditDto> {
  const account = await accountOf(context, query.account)
  const before = query.next === undefined ? null : Number(decodeCursor(query.next, 1)[0])
  const [found, names] = await Promise.all([
    findAudit(context.store.db, account.accountId, { before, limit: PAGE + 1 }),
    machineNames(context, account),
  ])
  const page = found.slice(0, PAGE)
  return {
    rows: page.map(({ at, resourceId, ...entry }) => ({
      ...entry,
      at: toIso(at),
      resourceId,
      name: resourceId === null ? null : (names.get(resourceId)?.name ?? null),
    })),
    next: found.length > PAGE ? encodeCursor([String(page.at(-1)!.auditId)]) : null,
  }
}

/** All that was done and not done, newest first, as a file. */
export async function auditFile(context: AppContext, query: WhoseQuery): Promise<ReportFile> {
  const rows: AuditDto['rows'] = []
  let next: string | null = null
  do {
    const page: AuditDto = await listAudit(context, { account: query.account, ...(next !== null && { next }) })
    rows.push(...page.rows)
    next = page.next
  } while (next !== null)
  return reportFile(context, query, 'audit.csv', auditCsv(rows, await whoseColumns(context, query)))
}

function toDto(action: SleepAction, names: MachineNames, check: SleepActionDto['check']): SleepActionDto {
  const { actionId, resourceId, planId, at, dueAt, until, state, detail, tries } = action
  return {
    actionId,
    resourceId,
    name: names.get(resourceId)?.name ?? resourceId,
    planId,
    action: action.action,
    at: toIso(at),
    dueAt: toIso(dueAt),
    until: toIsoOrNull(until),
    state,
    detail,
    tries,
    check,
  }
}
