import { findStatusChanges } from '../../db/ledger-query-repository.ts'
import {
  formatPicos,
  isAnyone,
  stateIntervals,
  type ChargeState,
  type DimensionFilter,
  type ResourceRate,
  type StatusChange,
} from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import type { RunningDto } from '../dto/running.ts'
import { toIso, toIsoOrNull } from '../iso.ts'
import { forecastOf, groupName, ofRegion, partOf, ratesOf, toEstimateDto } from './forecast-of.ts'
import { loadForeseen } from './foresee.ts'
import type { Ledger } from './ledger.ts'
import { partyShares } from './party-shares.ts'

export interface RunningQuery extends DimensionFilter {
  readonly currency?: string | undefined
  readonly region?: string | undefined
  readonly account?: string | undefined
}

/**
 * Everything that costs money now, dearest first within each wallet, with its share of this month. What several share is
 * told whole to each of them, with how much of it is theirs.
 */
export async function running(context: AppContext, query: RunningQuery): Promise<RunningDto> {
  const { ledger: whole } = await loadForeseen(context, query)
  const ledger = ofRegion(whole, query.region)
  const window = ledger.calendar.monthOf(context.clock())
  const shareOf = await partyShares(context, ledger.account, query)
  const rates = ratesOf(ledger)
    .filter((rate) => (query.currency === undefined || rate.currency === query.currency) && shareOf(rate) !== null)
    .sort(dearestFirst)
  const { totals } = forecastOf(ofRunning(ledger), { window, group: ['resource'] })
  const months = new Map(totals.map((total) => [`${total.currency} ${total.group}`, toEstimateDto(total)]))
  const statuses = Map.groupBy(
    await findStatusChanges(
      context.store.db,
      ledger.account.accountId,
      rates.map(({ resourceId }) => resourceId),
    ),
    ({ resourceId }) => resourceId,
  )
  return {
    asOf: toIso(ledger.asOf),
    rows: rates.map((rate) => {
      const month = months.get(`${rate.currency} ${groupName([rate.resourceId])}`)!
      return {
        resourceId: rate.resourceId,
        name: rate.name,
        resourceType: rate.resourceType,
        gpuModel: rate.gpuModel,
        gpuCount: rate.gpuCount,
        region: rate.region ?? 'unknown',
        tier: rate.tier,
        state: rate.state,
        ...sinceOf(rate, statuses.get(rate.resourceId) ?? [], ledger),
        currency: rate.currency,
        perHour: rate.perHourPicos === null ? null : formatPicos(rate.perHourPicos),
        basis: rate.basis,
        disagreement: toDisagreementDto(rate),
        monthToDate: month.billedSoFar,
        monthForecast: { p10: month.p10, p50: month.p50, p90: month.p90 },
        ...(!isAnyone(query) && { share: shareOf(rate)!.ratio }),
      }
    }),
  }
}

/** What costs nothing now would be most of the work for a long account. */
function ofRunning(ledger: Ledger): Ledger {
  const ids = new Set(ratesOf(ledger).map(({ resourceId }) => resourceId))
  return partOf(ledger, 'running', (resourceId) => ids.has(resourceId))
}

type Since = Pick<RunningDto['rows'][number], 'since' | 'atLeast' | 'onSince'>

/**
 * By the state ledger of the open record; without one by the last change that was observed. What a bill calls on may have
 * been running or shut off before anybody looked.
 */
function sinceOf({ openRecord }: ResourceRate, statuses: readonly StatusChange[], { asOf }: Ledger): Since {
  const seenAt = statuses.at(-1)?.observedAt ?? null
  if (openRecord === null) return { since: toIsoOrNull(seenAt), atLeast: statuses.length === 1, onSince: null }
  const [first, ...later] = stateIntervals(openRecord, statuses, asOf)
  const last = later.at(-1) ?? first
  const wasUnknown = first?.state === 'unknown'
  return {
    since: toIsoOrNull(last?.state === 'unknown' ? seenAt : (last?.startsAt ?? openRecord.startsAt)),
    atLeast: wasUnknown && later.length <= 1,
    onSince: first && ON.includes(first.state) ? toIso(openRecord.startsAt) : null,
  }
}

const ON: readonly ChargeState[] = ['active', 'shutoff', 'unknown']

function toDisagreementDto({ disagreement }: ResourceRate): RunningDto['rows'][number]['disagreement'] {
  if (disagreement === null) return null
  const sources = [
    ['billing record', disagreement.recordPicos],
    ['instance price', disagreement.instancePicos],
    ['list price', disagreement.listPicos],
  ] as const
  return sources.flatMap(([basis, picos]) => (picos === null ? [] : [{ basis, perHour: formatPicos(picos) }]))
}

/** Amounts of two wallets cannot be compared: each wallet has its own list. */
function dearestFirst(a: ResourceRate, b: ResourceRate): number {
  if (a.currency !== b.currency) return a.currency < b.currency ? -1 : 1
  const [dearer, cheaper] = [b.perHourPicos ?? -1n, a.perHourPicos ?? -1n]
  if (dearer !== cheaper) return dearer > cheaper ? 1 : -1
  return a.resourceId < b.resourceId ? -1 : 1
}
