import { deleteExpectedSpend, findExpectedSpend, saveExpectedSpend } from '../../db/expected-spend-repository.ts'
import { learnedFrom, type SpendAnomaly } from '../../engine/anomaly/index.ts'
import { DIMENSIONS, formatPicos, isAnyone, type Day, type DimensionFilter, type Instant } from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import type { AnomaliesDto, AnomalyDto, ExpectedBody } from '../dto/anomalies.ts'
import { toIso, toIsoOrNull } from '../iso.ts'
import { partiesOf, type Parties } from '../alerts/parties.ts'
import { ProblemException } from '../problem.ts'
import { accountOf } from './account.ts'
import { anomalyGroupText, CAUSE_WORDS } from './anomaly-words.ts'
import { assignedOf, partsOn } from './assigned.ts'
import { forecastThread } from './foresee.ts'
import type { AnomalyGroups } from './forecast-thread.ts'
import { loadLedger, type Ledger } from './ledger.ts'

interface Query extends DimensionFilter {
  readonly account?: string | undefined
  readonly from?: Day | undefined
  readonly to?: Day | undefined
  readonly currency?: string | undefined
}

const DAY_MS = 86_400_000
/** Looked at without a first day. */
export const USUAL_DAYS = 30

/**
 * Spend that was not to be expected and began in [from, to), the last thirty days unless told, newest first; of whom is
 * named what their resources have a share in, as a whole.
 */
export async function anomalies(context: AppContext, query: Query): Promise<AnomaliesDto> {
  const { account, from, to, currency } = query
  const ofNow = await loadLedger(context, { account })
  const { calendar, asOf } = ofNow.ledger
  const since = from === undefined ? asOf - USUAL_DAYS * DAY_MS : calendar.startOf(from)
  const learned = learnedFrom(since, asOf)
  const { ledger } =
    learned >= ofNow.ledger.since ? ofNow : await loadLedger(context, { account, from: calendar.dayOf(learned) })
  const until = to === undefined ? Infinity : calendar.startOf(to)
  const [found, words] = await Promise.all([
    anomaliesOf(context, ledger, since),
    findExpectedSpend(context.store.db, ledger.account.accountId),
  ])
  const said = new Map(words.map((word) => [word.anomalyId, word]))
  const parties = isAnyone(query) ? null : await partiesOf(context.store, ledger.account, context.clock())
  const rows = found
    .filter((each) => each.startsAt < until && (currency === undefined || each.currency === currency))
    .filter((each) => parties === null || isAbout(each, parties, query))
    .map((each): AnomalyDto => {
      const id = idOf(each)
      const word = said.get(id)
      const expected = word ? { by: word.by, at: toIso(word.at), note: word.note } : null
      return { id, ...toDto(each), expected }
    })
  return { asOf: toIso(asOf), account: ledger.account.slug, rows }
}

/** One that shows in a project is of it alone, others are of whom their resources are. */
export function isAbout({ key, value, resources }: SpendAnomaly, parties: Parties, only: DimensionFilter): boolean {
  const dimension = DIMENSIONS.find((each) => each === key)
  if (dimension !== undefined && value !== null && (only[dimension] ?? value) !== value) return false
  return parties.hasShare(
    resources.map(({ resourceId }) => resourceId),
    only,
  )
}

const kept = new WeakMap<Ledger, { since: Instant; found: Promise<readonly SpendAnomaly[]> }>()

/** Worked out in the forecasting thread, once for as long as the ledger and its first day stand. */
export function anomaliesOf(context: AppContext, ledger: Ledger, since: Instant): Promise<readonly SpendAnomaly[]> {
  const known = kept.get(ledger)
  if (known?.since === since) return known.found
  const found = groupsOf(context, ledger).then((groups) =>
    forecastThread().ask(ledger, {
      kind: 'anomalies',
      asOf: ledger.asOf,
      since,
      regionsSince: firstLook(ledger),
      groups,
    }),
  )
  kept.set(ledger, { since, found })
  found.catch(() => kept.delete(ledger))
  return found
}

/** When machines were looked at first: regions are known from there on. */
const firstLook = ({ resources, asOf }: Ledger): Instant =>
  resources.reduce((first, { firstSeenAt }) => Math.min(first, firstSeenAt), asOf)

/** By what is assigned today; of a shared machine the one with the largest share. */
async function groupsOf({ store, clock }: AppContext, ledger: Ledger): Promise<AnomalyGroups> {
  const { account, calendar, records, resources, usage } = ledger
  const { assignments } = await assignedOf(store, account)
  const today = calendar.dayOf(clock())
  const known = new Map(resources.map((resource) => [resource.resourceId, resource]))
  const ofUsage = usage.map((use) => ({ ...use, kind: 'ai_model' as const, gpuModel: null }))
  return new Map(
    [...records, ...ofUsage].map(({ resourceId, kind, currency, gpuModel }) => {
      const parts = partsOn(assignments, { resourceType: kind, resourceId, currency }, today)
      const { project, owner, cost_center } = parts.reduce((most, part) =>
        part.weight > most.weight ? part : most,
      ).values
      const region = known.get(resourceId)?.region ?? null
      return [resourceId, { region, gpu_model: gpuModel, project, owner, cost_center }]
    }),
  )
}

/** The same anomaly has the same name for as long as the bills that make it stand. */
export const idOf = ({ currency, key, value, startsAt }: SpendAnomaly): string =>
  [currency, key, value ?? '', toIso(startsAt)].join(' ')

function toDto(anomaly: SpendAnomaly): Omit<AnomalyDto, 'id' | 'expected'> {
  const { currency, key, value, startsAt, endsAt, spentPicos, usualPicos, cause, resources } = anomaly
  return {
    currency,
    key,
    value,
    what: anomalyGroupText(anomaly),
    startsAt: toIso(startsAt),
    endsAt: toIsoOrNull(endsAt),
    spent: formatPicos(spentPicos),
    usual: formatPicos(usualPicos),
    over: formatPicos(spentPicos - usualPicos),
    cause,
    why: CAUSE_WORDS[cause],
    resources: resources.map(({ resourceId, name, overPicos }) => ({ resourceId, name, over: formatPicos(overPicos) })),
  }
}

/** Says that an anomaly was to be expected, so that nobody is told of it again, or takes that back. */
export async function sayExpected(
  context: AppContext,
  { id, expected, by, note }: ExpectedBody,
  { account }: Query,
): Promise<{ id: string; expected: boolean }> {
  const { accountId } = await accountOf(context, account)
  const { db } = context.store
  if (!expected) await deleteExpectedSpend(db, accountId, id)
  else {
    const { rows } = await anomalies(context, { account, from: undefined })
    if (!rows.some((row) => row.id === id))
      throw new ProblemException('not-found', `There is no anomaly '${id}' in the last ${USUAL_DAYS} days.`)
    await saveExpectedSpend(db, accountId, { anomalyId: id, note: note ?? null, by, at: context.clock() })
  }
  return { id, expected }
}
