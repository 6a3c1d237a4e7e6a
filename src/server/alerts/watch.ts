import type { Account } from '../../db/account-repository.ts'
import {
  findUnclosedAlerts,
  insertAlert,
  resolveAlert,
  updateAlert,
  type AlertRow,
  type WordedFinding,
} from '../../db/alert-repository.ts'
import { findAlertRules, insertAlertRules, type AlertRule } from '../../db/alert-rule-repository.ts'
import {
  findAlertSetting,
  holdAlertSetting,
  insertAlertSetting,
  type AlertSettingRow,
} from '../../db/alert-setting-repository.ts'
import type { Connection } from '../../db/store.ts'
import { FIRST_RULES, follow, isEvent, type AlertKind } from '../../engine/alert/index.ts'
import { formatPicos, type Instant } from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import { ProblemException } from '../problem.ts'
import { find } from './finders.ts'
import { tell } from './tell.ts'
import { alertView, type AlertView } from './view.ts'

/**
 * Looks at an account for its rules of some kinds, keeps what was found and writes the messages that are due. Any number
 * of processes may do so: what is found is written by one at a time, so that nobody is told twice of one cause.
 */
export async function watchAccount(
  context: AppContext,
  account: Account,
  kinds: ReadonlySet<AlertKind>,
): Promise<void> {
  const { accountId } = account
  const { db } = context.store
  const setting = await ensureWatched(context, account)
  const [rules, alerts] = await Promise.all([findAlertRules(db, accountId), findUnclosedAlerts(db, accountId)])
  const view = alertView(context, account, setting, alerts.filter(isOpen))
  const judged = new Set<number>()
  const findings: WordedFinding[] = []
  for (const rule of rules) {
    if (rule.paused || !kinds.has(rule.watch.kind)) continue
    const found = await findOrLog(view, rule)
    if (found === null) continue
    judged.add(rule.ruleId)
    findings.push(...found)
  }
  const { names } = await view.parties()
  await db.transaction().execute(async (tx) => {
    const held = await holdAlertSetting(tx, accountId)
    const open = (await findUnclosedAlerts(tx, accountId)).filter(isOpen)
    await keep(tx, accountId, open, findings, judged, view.now)
    await tell(tx, { account, setting: held, rules, parties: names, now: view.now })
  })
}

const isOpen = ({ resolvedAt }: AlertRow) => resolvedAt === null

/** One rule that cannot be judged is no reason to be silent about the others. */
async function findOrLog(view: AlertView, rule: AlertRule): Promise<readonly WordedFinding[] | null> {
  try {
    return await find(view, rule)
  } catch (error) {
    const isTooEarly = error instanceof ProblemException && error.kind === 'not-ready'
    if (!isTooEarly) view.context.log.error({ err: error, rule: rule.name }, 'a rule could not be judged')
    return null
  }
}

async function keep(
  tx: Connection,
  accountId: number,
  open: readonly AlertRow[],
  findings: readonly WordedFinding[],
  judged: ReadonlySet<number>,
  now: Instant,
): Promise<void> {
  const { opened, found, resolved } = follow(open, findings, judged)
  for (const finding of opened) await insertAlert(tx, accountId, finding, now)
  for (const { alert, finding, told } of found) await updateAlert(tx, accountId, alert.alertId, finding, told, now)
  for (const alert of resolved) {
    const kind = open.find(({ alertId }) => alertId === alert.alertId)!.kind
    await resolveAlert(tx, accountId, alert, { at: now, isSilent: alert.told.length === 0 || isEvent(kind) })
  }
}

/** The account's own setting; where nobody ever looked at it, this is the first look. */
export async function ensureWatched(context: AppContext, account: Account): Promise<AlertSettingRow> {
  return (await findAlertSetting(context.store.db, account.accountId)) ?? (await firstLook(context, account))
}

/** What an account begins with: the usual rules, and what burns at that moment as what is normal. */
async function firstLook(context: AppContext, account: Account): Promise<AlertSettingRow> {
  const { store, clock } = context
  const { accountId } = account
  const watchedSince = clock()
  const before = { watchedSince, firstRates: {}, quiet: null, digestAt: '', topUpLeadHours: 0, lastDigestAt: null }
  const firstRates = ratesByCurrency(await alertView(context, account, before, []).rates())
  await store.db.transaction().execute(async (tx) => {
    if (!(await insertAlertSetting(tx, accountId, { watchedSince, firstRates }))) return
    const rules = FIRST_RULES.map((rule) => ({
      ...rule,
      channels: [],
      standIns: [],
      standInAfterHours: null,
      paused: false,
    }))
    await insertAlertRules(tx, accountId, rules, watchedSince)
  })
  return (await findAlertSetting(store.db, accountId))!
}

function ratesByCurrency(rates: Awaited<ReturnType<AlertView['rates']>>): Record<string, string> {
  const sums = new Map<string, bigint>()
  for (const { currency, perHourPicos } of rates) sums.set(currency, (sums.get(currency) ?? 0n) + (perHourPicos ?? 0n))
  return Object.fromEntries([...sums].map(([currency, picos]) => [currency, formatPicos(picos)]))
}
