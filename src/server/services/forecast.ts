import { forecastWindow, formatPicos, type DayRange, type Estimate, type ForecastItem } from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import type { ForecastDto, ForecastGroupKey } from '../dto/forecast.ts'
import { toIso } from '../iso.ts'
import { splitList } from '../parameters.ts'
import { loadLedger, type Ledger } from './ledger.ts'

export interface ForecastQuery {
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
  const ledger = await loadLedger(context, query)
  const window: DayRange =
    from !== undefined && query.to !== undefined ? { from, to: query.to } : ledger.calendar.monthOf(context.clock())
  const group = splitList(query.group) as ForecastGroupKey[]
  const estimates = forecastWindow({
    ...ofRegion(ledger, query.region),
    window,
    groupBy: (item) => JSON.stringify(group.map((key) => keyOf(key, item))),
  })
  // Wallets are apart in the engine, so that taking one of them changes nothing of it.
  const totals = estimates.totals.filter(
    (total) => isAny(total) && (query.currency === undefined || total.currency === query.currency),
  )
  const shown = new Set(totals.map(nameOf))
  const rows = estimates.rows.filter((row) => shown.has(nameOf(row)))
  const names = new Map(ledger.resources.map(({ resourceId, name }) => [resourceId, name]))
  const groupKeys = (text: string) => {
    const values = JSON.parse(text) as (string | null)[]
    const keys = Object.fromEntries(group.map((key, i) => [key, values[i]]))
    return 'resource' in keys ? { ...keys, resource_name: names.get(keys.resource ?? '') ?? '' } : keys
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

/** The ledger of one region alone; intervals are then learned from that part. */
export function ofRegion(ledger: Ledger, region: string | undefined): Ledger {
  if (region === undefined) return ledger
  const resources = ledger.resources.filter((resource) => (resource.region ?? 'unknown') === region)
  const ids = new Set(resources.map(({ resourceId }) => resourceId))
  const all = new Set(ledger.resources.map(({ resourceId }) => resourceId))
  const wanted = ({ resourceId }: { resourceId: string }) =>
    ids.has(resourceId) || (region === 'unknown' && !all.has(resourceId))
  return { ...ledger, resources, records: ledger.records.filter(wanted) }
}

/** A group that neither cost nor will cost anything in the window has no place in it. */
const isAny = ({ billedSoFarPicos, p90Picos }: Estimate) => billedSoFarPicos !== 0n || p90Picos !== 0n

const nameOf = ({ currency, group }: Estimate) => `${currency} ${group}`

export const toEstimateDto = ({ currency, p10Picos, p50Picos, p90Picos, billedSoFarPicos }: Estimate) => ({
  currency,
  p10: formatPicos(p10Picos),
  p50: formatPicos(p50Picos),
  p90: formatPicos(p90Picos),
  billedSoFar: formatPicos(billedSoFarPicos),
})

function keyOf(key: ForecastGroupKey, item: ForecastItem): string | null {
  switch (key) {
    case 'region':
      return item.region ?? 'unknown'
    case 'tier':
      return item.tier
    case 'resource_type':
      return item.resourceType
    case 'gpu_model':
      return item.gpuModel
    case 'resource':
      return item.resourceId
    case 'currency':
      return item.currency
  }
}
