import { acknowledgeAlert, findAlert, findAlerts, type AlertRow } from '../../db/alert-repository.ts'
import type { Account } from '../../db/account-repository.ts'
import { isUrgent } from '../../engine/alert/index.ts'
import { DIMENSIONS, isAnyone, NOT_ASSIGNED_FILTER, type DimensionFilter } from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import { decodeCursor, encodeCursor } from '../cursor.ts'
import type { AlertDto, AlertsDto } from '../dto/alerts.ts'
import { toIso, toIsoOrNull } from '../iso.ts'
import { invalidParameter, ProblemException } from '../problem.ts'
import { accountOf } from './account.ts'
import { partyValues } from './party-values.ts'

interface Query {
  readonly account?: string | undefined
}

const PAGE = 100

/**
 * What was found, newest first: what is not over, or what is, or both; of all, or about some parties alone. Of what is not
 * over a page begins with money that runs out.
 */
export async function listAlerts(
  context: AppContext,
  query: Query & DimensionFilter & { state?: 'open' | 'over' | undefined; next?: string | undefined },
): Promise<AlertsDto> {
  const account = await accountOf(context, query.account)
  const isWanted = await aboutParties(context, account, query)
  const before = query.next === undefined ? null : Number(decodeCursor(query.next, 1)[0])
  const found: AlertRow[] = []
  for (let from = before, isLast = false; !isLast && found.length <= PAGE;) {
    const asked = { state: query.state ?? null, before: from, limit: PAGE + 1 }
    const rows = await findAlerts(context.store.db, account.accountId, asked)
    found.push(...rows.filter(isWanted))
    isLast = rows.length <= PAGE
    from = rows.at(-1)?.alertId ?? null
  }
  const page = found.slice(0, PAGE)
  const last = found.length > PAGE ? page.at(-1)! : null
  const urgency = ({ kind }: AlertRow) => (isUrgent(kind) ? 1 : 0)
  const rows = query.state === 'open' ? page.toSorted((a, b) => urgency(b) - urgency(a)) : page
  return { rows: rows.map(toDto), next: last && encodeCursor([String(last.alertId)]) }
}

/** Whether an alert is about those that are looked at, by the names that were kept with it. */
async function aboutParties(
  { store }: AppContext,
  account: Account,
  only: DimensionFilter,
): Promise<(alert: AlertRow) => boolean> {
  if (isAnyone(only)) return () => true
  const known = await partyValues(store, account)
  return ({ parties }) =>
    DIMENSIONS.every((dimension) => {
      const wanted = only[dimension]
      if (wanted === undefined) return true
      if (wanted === NOT_ASSIGNED_FILTER) return !parties.some((name) => known[dimension].includes(name))
      return parties.includes(wanted)
    })
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
