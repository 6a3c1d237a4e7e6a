import { NEW_WORK, type DayRange, type Dimension, type Estimate } from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import type { ForecastDto, ForecastGroupKey } from '../dto/forecast.ts'
import { toIso } from '../iso.ts'
import { splitList } from '../parameters.ts'
import { assignedOf } from './assigned.ts'
import { isDimension } from './forecast-parts.ts'
import { forecastOf, groupValues, ofRegion, toEstimateDto } from './forecast-of.ts'
import { loadLedger } from './ledger.ts'

export interface ForecastQuery extends Partial<Record<Dimension, string | undefined>> {
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly currency?: string | undefined
  readonly region?: string | undefined
  readonly group?: string | undefined
  readonly account?: string | undefined
}

/** Billed and still to come by day and group; without a period, of the month that runs. */
export async function forecast(context: AppContext, query: ForecastQuery): Promise<ForecastDto> {
  const { from } = query
  const { ledger } = await loadLedger(context, query)
  const window: DayRange =
    from !== undefined && query.to !== undefined ? { from, to: query.to } : ledger.calendar.monthOf(context.clock())
  const group = splitList(query.group) as ForecastGroupKey[]
  const only = { project: query.project, owner: query.owner, cost_center: query.cost_center }
  const isOwned = group.some(isDimension) || Object.values(only).some((value) => value !== undefined)
  const owned = isOwned ? { ...(await assignedOf(context.store, ledger.account)), only } : undefined
  const estimates = forecastOf(ofRegion(ledger, query.region), window, group, owned)
  // Wallets are apart in the engine, so that taking one of them changes nothing of it.
  const totals = estimates.totals.filter(
    (total) => isAny(total) && (query.currency === undefined || total.currency === query.currency),
  )
  const shown = new Set(totals.map(nameOf))
  const rows = estimates.rows.filter((row) => shown.has(nameOf(row)))
  const names = new Map(ledger.resources.map(({ resourceId, name }) => [resourceId, name]))
  const groupKeys = (text: string) => {
    const values = groupValues(text)
    const keys = Object.fromEntries(group.map((key, i) => [key, values[i]]))
    return 'resource' in keys
      ? { ...keys, resource_name: keys.resource === NEW_WORK ? 'New work' : (names.get(keys.resource ?? '') ?? '') }
      : keys
  }
  return {
    asOf: toIso(ledger.asOf),
    account: ledger.account.slug,
    ...window,
    group,
    early: totals.some(({ early }) => early),
    rows: rows.map((row) => ({ day: row.day, ...groupKeys(row.group), ...toEstimateDto(row) })),
    totals: totals.map((total) => ({ ...groupKeys(total.group), ...toEstimateDto(total) })),
  }
}

/** A group that neither cost nor will cost anything in the window has no place in it. */
const isAny = ({ billedSoFarPicos, p90Picos }: Estimate) => billedSoFarPicos !== 0n || p90Picos !== 0n

const nameOf = ({ currency, group }: Estimate) => `${currency} ${group}`
