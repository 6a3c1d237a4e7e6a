import {
  DRIVERS,
  forecastWindow,
  formatPicos,
  NEW_WORK,
  NOT_ASSIGNED,
  runRates,
  spendPath,
  type DayRange,
  type Dimension,
  type DimensionValues,
  type DriverAmounts,
  type Estimate,
  type ForecastItem,
  type ForecastStep,
  type Instant,
  type ResourceRate,
  type SpendPoint,
} from '../../engine/index.ts'
import type { DriversDto, ForecastGroupKey } from '../dto/forecast.ts'
import { forecastByParts, isDimension, type Forecast, type Owned } from './forecast-parts.ts'
import type { Ledger } from './ledger.ts'

/** Of one ledger; a page asks for a handful, over and over. */
const MOST_KEPT = 50

const made = new WeakMap<Ledger, Map<string, Forecast>>()

export interface ForecastQuestion {
  readonly window: DayRange
  readonly step?: ForecastStep
  readonly group?: readonly ForecastGroupKey[]
  /** Groups of a project, an owner or a cost center, and these as filters, need the assignments of the ledger. */
  readonly owned?: Owned | undefined
}

/** The forecast of a ledger over some days by group, made once for as long as the ledger is kept. */
export function forecastOf(ledger: Ledger, { window, step = 'day', group = [], owned }: ForecastQuestion): Forecast {
  const forecasts = made.get(ledger) ?? new Map<string, Forecast>()
  made.set(ledger, forecasts)
  const key = JSON.stringify([window.from, window.to, step, group, owned?.only])
  const known = forecasts.get(key)
  if (known) return known
  const nameOf = (item: ForecastItem) => (values: DimensionValues) =>
    groupName(group.map((each) => (isDimension(each) ? values[each] : keyOf(each, item, ledger))))
  // A part is told from the forecast of the whole, so that parts add up.
  const { whole = ledger, wanted } = partsOf.get(ledger) ?? {}
  const make = (groupBy: (item: ForecastItem) => string) =>
    forecastWindow({ ...whole, window, step, groupBy, ...(wanted && { wanted }) })
  const forecast = owned ? forecastByParts(owned, nameOf, make) : make((item) => nameOf(item)(NOT_ASSIGNED))
  if (forecasts.size >= MOST_KEPT) forecasts.clear()
  forecasts.set(key, forecast)
  return forecast
}

const rates = new WeakMap<Ledger, readonly ResourceRate[]>()

/** What runs now and its rates, made once as well. */
export function ratesOf(ledger: Ledger): readonly ResourceRate[] {
  let known = rates.get(ledger)
  if (!known) {
    known = runRates({ ...ledger, openRecords: ledger.records.filter(({ endsAt }) => endsAt === null) })
    rates.set(ledger, known)
  }
  return known
}

const HORIZON_DAYS = 365

const paths = new WeakMap<Ledger, Map<string, readonly SpendPoint[]>>()

/** What one wallet will have spent in the year after its balance was read, made once as well. */
export function pathOf(ledger: Ledger, currency: string, asOf: Instant) {
  const known = paths.get(ledger) ?? new Map<string, readonly SpendPoint[]>()
  paths.set(ledger, known)
  const key = `${currency} ${asOf}`
  let path = known.get(key)
  if (!path) {
    path = spendPath({ ...ledger, currency, readAt: asOf, horizonDays: HORIZON_DAYS }).path
    known.set(key, path)
  }
  return path
}

/** The values of the group keys as the one text that the engine groups by, and back. */
export const groupName = (values: readonly (string | null)[]): string => JSON.stringify(values)
export const groupValues = (name: string): (string | null)[] => JSON.parse(name) as (string | null)[]

interface Part {
  readonly whole: Ledger
  readonly wanted: (item: ForecastItem) => boolean
}

const parts = new WeakMap<Ledger, Map<string, Ledger>>()
const partsOf = new WeakMap<Ledger, Part>()

/** The ledger of some resources alone, kept under a name; without more said, work that is not there yet does not count. */
export function partOf(
  ledger: Ledger,
  name: string,
  wanted: (resourceId: string) => boolean,
  isWanted: (item: ForecastItem) => boolean = ({ resourceId }) => resourceId !== NEW_WORK && wanted(resourceId),
): Ledger {
  const ledgers = parts.get(ledger) ?? new Map<string, Ledger>()
  parts.set(ledger, ledgers)
  const known = ledgers.get(name)
  if (known) return known
  const part = {
    ...ledger,
    resources: ledger.resources.filter(({ resourceId }) => wanted(resourceId)),
    records: ledger.records.filter(({ resourceId }) => wanted(resourceId)),
  }
  if (ledgers.size >= MOST_KEPT) ledgers.clear()
  ledgers.set(name, part)
  const outer = partsOf.get(ledger)
  partsOf.set(part, {
    whole: outer?.whole ?? ledger,
    wanted: (item) => (outer === undefined || outer.wanted(item)) && isWanted(item),
  })
  return part
}

/** The ledger of one region; of 'unknown' where a region was never seen. */
export function ofRegion(ledger: Ledger, region: string | undefined): Ledger {
  if (region === undefined) return ledger
  const regions = new Map(ledger.resources.map((resource) => [resource.resourceId, resource.region]))
  const isThere = (other: string | null | undefined) => (other ?? 'unknown') === region
  return partOf(
    ledger,
    `region ${region}`,
    (resourceId) => isThere(regions.get(resourceId)),
    (item) => isThere(item.region),
  )
}

export const toEstimateDto = (estimate: Estimate) => ({
  currency: estimate.currency,
  p10: formatPicos(estimate.p10Picos),
  p50: formatPicos(estimate.p50Picos),
  p90: formatPicos(estimate.p90Picos),
  billedSoFar: formatPicos(estimate.billedSoFarPicos),
  drivers: toDriversDto(estimate.drivers),
  bounds: estimate.bounds.map(({ level, lowerPicos, upperPicos }) => ({
    level,
    lower: formatPicos(lowerPicos),
    upper: formatPicos(upperPicos),
  })),
})

export const toDriversDto = (drivers: DriverAmounts): DriversDto =>
  Object.fromEntries(DRIVERS.map((driver) => [driver, formatPicos(drivers[driver] ?? 0n)])) as DriversDto

function keyOf(key: Exclude<ForecastGroupKey, Dimension>, item: ForecastItem, { account }: Ledger): string | null {
  switch (key) {
    case 'account':
      return account.slug
    case 'region':
      return item.region ?? 'unknown'
    case 'tier':
      return item.tier
    case 'resource_type':
      return item.resourceType
    case 'gpu_model':
      return item.gpuModel
    case 'state':
      return item.state
    case 'resource':
      return item.resourceId
    case 'currency':
      return item.currency
  }
}
