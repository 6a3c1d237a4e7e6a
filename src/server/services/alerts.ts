import { acknowledgeAlert, findAlert, findAlerts, type AlertRow } from '../../db/alert-repository.ts'
import type { AppContext } from '../context.ts'
import { decodeCursor, encodeCursor } from '../cursor.ts'
import type { AlertDto, AlertsDto } from '../dto/alerts.ts'
import { toIso, toIsoOrNull } from '../iso.ts'
import { invalidParameter, ProblemException } from '../problem.ts'
import { accountOf } from './account.ts'

interface Query {
  readonly account?: string | undefined
}

const PAGE = 100

/** What was found, newest first: what is not over, or what is, or both. */
export async function listAlerts(
  context: AppContext,
  query: Query & { state?: 'open' | 'over' | undefined; next?: string | undefined },
): Promise<AlertsDto> {
  const { accountId } = await accountOf(context, query.account)
  const before = query.next === undefined ? null : Number(decodeCursor(query.next, 1)[0])
  const found = await findAlerts(context.store.db, accountId, { state: query.state ?? null, before, limit: PAGE + 1 })
  const page = found.slice(0, PAGE)
  const last = found.length > PAGE ? page.at(-1)! : null
  return { rows: page.map(toDto), next: last && encodeCursor([String(last.alertId)]) }
}

/** Says that somebody has taken it up: stand-ins are left alone until it has news. */
export async function acknowledge(context: AppContext, alertId: number, by: string, query: Query): Promise<AlertDto> {
  const { accountId } = await accountOf(context, query.account)
  const { db } = context.store
  const acknowledged = await acknowledgeAlert(db, accountId, alertId, by, context.clock())
  if (acknowledged) return toDto(acknowledged)
  if (!(await findAlert(db, accountId, alertId)))
    throw new ProblemException('not-found', `There is no alert ${alertId}.`)
  throw invalidParameter('id', `alert ${alertId} is over`)
}

function toDto(alert: AlertRow): AlertDto {
  const { alertId, ruleId, kind, cause, subject, text, path, facts, acknowledgedAt, acknowledgedBy } = alert
  return {
    alertId,
    ruleId,
    kind,
    cause,
    subject,
    text,
    path,
    facts,
    openedAt: toIso(alert.openedAt),
    toldAt: toIsoOrNull(alert.toldAt),
    acknowledged:
      acknowledgedAt === null || acknowledgedBy === null ? null : { at: toIso(acknowledgedAt), by: acknowledgedBy },
    standInsToldAt: toIsoOrNull(alert.standInsToldAt),
    resolvedAt: toIsoOrNull(alert.resolvedAt),
  }
}
