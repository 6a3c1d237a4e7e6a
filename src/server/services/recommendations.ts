import { deleteDismissal, saveDismissal } from '../../db/dismissed-recommendation-repository.ts'
import type { DimensionFilter } from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import type { DismissBody, RecommendationDto, RecommendationsDto } from '../dto/recommendations.ts'
import { recommendationsCsv } from '../export/recommendations-csv.ts'
import { toIso } from '../iso.ts'
import { ProblemException } from '../problem.ts'
import { loadLedger } from './ledger.ts'
import { partyShares } from './party-shares.ts'
import { reportFile, type ReportFile } from './report-file.ts'
import { sleepRecommendations } from './sleep-recommendations.ts'
import { getSleepRule, putSleepRule } from './sleep-rules.ts'
import { storageRecommendations } from './storage-recommendations.ts'
import { whoseColumns, type WhoseQuery } from './whose.ts'

export interface RecommendationsQuery extends DimensionFilter {
  readonly currency?: string | undefined
  readonly account?: string | undefined
}

/** What is worth doing, with what it could avoid and what it may cost; what several share is told whole to each of them. */
export async function recommendations(context: AppContext, query: RecommendationsQuery): Promise<RecommendationsDto> {
  const { ledger } = await loadLedger(context, query)
  const [sleep, storage] = await Promise.all([
    sleepRecommendations(context, ledger),
    storageRecommendations(context, ledger),
  ])
  const shareOf = await partyShares(context, ledger.account, query)
  const types = new Map(ledger.resources.map(({ resourceId, type }) => [resourceId, type]))
  const isTheirs = ({ resources, currency }: RecommendationDto) =>
    resources.some(
      ({ resourceId }) => shareOf({ resourceType: types.get(resourceId) ?? 'instance', resourceId, currency }) !== null,
    )
  return {
    asOf: toIso(ledger.asOf),
    rows: [...sleep, ...storage]
      .filter((row) => (query.currency === undefined || row.currency === query.currency) && isTheirs(row))
      .sort(mostFirst),
  }
}

/** The same as a file, those that are not wanted too, with columns of whose their resources are today where they are asked for. */
export async function recommendationsFile(
  context: AppContext,
  query: RecommendationsQuery & WhoseQuery,
): Promise<ReportFile> {
  const { rows } = await recommendations(context, query)
  const csv = recommendationsCsv(rows, await whoseColumns(context, query))
  return reportFile(context, query, 'recommendations.csv', csv)
}

/** Says that one is not wanted, and why, or that it is again. What is said of a machine's sleep is kept in its rule. */
export async function dismiss(
  context: AppContext,
  { id, reason, by }: DismissBody,
  query: RecommendationsQuery,
): Promise<{ id: string; dismissed: boolean }> {
  const { db } = context.store
  const { ledger } = await loadLedger(context, query)
  if (reason !== null && !(await recommendations(context, query)).rows.some((row) => row.id === id)) {
    throw new ProblemException('not-found', `There is no recommendation '${id}'.`)
  }
  const machine = SLEEP_KINDS.flatMap((kind) => (id.startsWith(`${kind} `) ? [id.slice(kind.length + 1)] : [])).at(0)
  if (machine !== undefined) {
    const rule = await getSleepRule(context, machine, query)
    await putSleepRule(context, machine, { ...rule, dismissed: reason, by }, query)
  } else if (reason === null) await deleteDismissal(db, ledger.account.accountId, id)
  else await saveDismissal(db, ledger.account.accountId, id, { reason, by, at: context.clock() })
  return { id, dismissed: reason !== null }
}

const SLEEP_KINDS: readonly RecommendationDto['kind'][] = ['hibernate', 'schedule', 'ask the owner']

/** Amounts of two wallets cannot be compared: each wallet has its own order. */
function mostFirst(a: RecommendationDto, b: RecommendationDto): number {
  if (a.currency !== b.currency) return a.currency < b.currency ? -1 : 1
  return Number(b.perMonth.p50) - Number(a.perMonth.p50) || (a.id < b.id ? -1 : 1)
}
