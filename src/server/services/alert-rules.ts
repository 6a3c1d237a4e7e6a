import { closeAlertsOfRule } from '../../db/alert-repository.ts'
import {
  deleteAlertRule,
  findAlertRules,
  insertAlertRules,
  updateAlertRule,
  type AlertRule,
} from '../../db/alert-rule-repository.ts'
import { findChannels } from '../../db/notify-channel-repository.ts'
import { isUrgent } from '../../engine/alert/index.ts'
import { describeWatch } from '../alerts/describe-watch.ts'
import { ensureWatched } from '../alerts/watch.ts'
import type { AppContext } from '../context.ts'
import type { RuleBody, RuleDto } from '../dto/alerts.ts'
import { toIso } from '../iso.ts'
import { invalidParameter, ProblemException } from '../problem.ts'
import { accountOf } from './account.ts'

interface Query {
  readonly account?: string | undefined
}

/** What is watched; an account that was never looked at gets its first rules by this look. */
export async function listRules(context: AppContext, query: Query): Promise<{ rows: RuleDto[] }> {
  const account = await accountOf(context, query.account)
  await ensureWatched(context, account)
  return { rows: (await findAlertRules(context.store.db, account.accountId)).map(toDto) }
}

export async function createRule(context: AppContext, body: RuleBody, query: Query): Promise<RuleDto> {
  const account = await accountOf(context, query.account)
  await ensureWatched(context, account)
  await checkRule(context, account.accountId, body)
  const [rule] = await insertAlertRules(context.store.db, account.accountId, [ruleOf(body)], context.clock())
  return toDto(rule!)
}

/** Writes a rule anew; what it had found by its old words ends without a word. */
export async function putRule(context: AppContext, ruleId: number, body: RuleBody, query: Query): Promise<RuleDto> {
  const { accountId } = await accountOf(context, query.account)
  await checkRule(context, accountId, body)
  const { db } = context.store
  const before = (await findAlertRules(db, accountId)).find((rule) => rule.ruleId === ruleId)
  const rule = await updateAlertRule(db, accountId, ruleId, ruleOf(body))
  if (!before || !rule) return missing(ruleId)
  if (rule.paused || JSON.stringify(before.watch) !== JSON.stringify(rule.watch)) {
    await closeAlertsOfRule(db, accountId, ruleId, context.clock())
  }
  return toDto(rule)
}

export async function removeRule(context: AppContext, ruleId: number, query: Query): Promise<{ ruleId: number }> {
  const { accountId } = await accountOf(context, query.account)
  if (!(await deleteAlertRule(context.store.db, accountId, ruleId))) missing(ruleId)
  await closeAlertsOfRule(context.store.db, accountId, ruleId, context.clock())
  return { ruleId }
}

async function checkRule({ store }: AppContext, accountId: number, body: RuleBody): Promise<void> {
  const known = new Set((await findChannels(store.db, accountId)).map(({ channelId }) => channelId))
  for (const key of ['channels', 'standIns'] as const) {
    const unknown = body[key].find((channel) => !known.has(channel))
    if (unknown !== undefined) throw invalidParameter(key, `there is no channel ${unknown}`)
  }
  if (body.standIns.length > 0 !== (body.standInAfterHours !== null)) {
    throw invalidParameter('standInAfterHours', 'stand-ins and the hours after which they are told belong together')
  }
  if (body.watch.kind === 'burn-guard' && body.watch.limitPerHour !== null && body.watch.currency === null) {
    throw invalidParameter('watch/limitPerHour', 'a limit belongs to one wallet: say which in currency')
  }
}

/** Money that runs out is not gathered. */
const ruleOf = (body: RuleBody) =>
  ({ ...body, delivery: isUrgent(body.watch.kind) ? 'at once' : body.delivery }) as const

function toDto({ createdAt, ...rule }: AlertRule): RuleDto {
  const { ruleId, name, watch, delivery, channels, standIns, standInAfterHours, paused } = rule
  return {
    ruleId,
    name,
    watch,
    sentence: describeWatch(watch),
    delivery,
    channels: [...channels],
    standIns: [...standIns],
    standInAfterHours,
    paused,
    createdAt: toIso(createdAt),
  }
}

function missing(ruleId: number): never {
  throw new ProblemException('not-found', `There is no rule ${ruleId}.`)
}
