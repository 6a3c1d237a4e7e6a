import {
  addDrivers,
  allocate,
  areSameParts,
  assignmentKey,
  DIMENSIONS,
  DRIVERS,
  isOf,
  spanOn,
  splitByWeight,
  WHOLE,
  type AssignedSpan,
  type Assignments,
  type Bounds,
  type Dimension,
  type DimensionFilter,
  type DimensionValues,
  type Driver,
  type Estimate,
  type ForecastItem,
  type ForecastRow,
  type ForecastTotal,
} from '../../engine/index.ts'
import type { ForecastGroupKey } from '../dto/forecast.ts'

const ALWAYS: readonly AssignedSpan[] = [{ fromDay: null, toDay: null, parts: WHOLE, via: [] }]

export const isDimension = (key: ForecastGroupKey): key is Dimension => (DIMENSIONS as readonly string[]).includes(key)

export interface Forecast {
  readonly rows: readonly ForecastRow[]
  readonly totals: readonly ForecastTotal[]
}

/** Whose resources are, and which of them are looked at: 'not assigned' are those of nobody. */
export interface Owned {
  readonly assignments: Assignments
  readonly only?: DimensionFilter
}

/** The values of a group's keys, with those of the dimensions in their places. */
type Naming = (part: DimensionValues) => string

/** What is not looked at, until its share is taken off. */
const UNWANTED = ''

interface Holder {
  readonly spans: readonly AssignedSpan[]
  readonly nameOf: Naming
}

/**
 * A forecast by dimensions: each resource is forecast with those that are of the same owners on all days, and what comes
 * out is dealt to the parts day by day. P50 and what is billed add up exactly; the bounds of a group are the sums of those
 * of its members, which is on the wide side. Work that is not there yet is nobody's.
 */
export function forecastByParts(
  { assignments, only = {} }: Owned,
  naming: (item: ForecastItem) => Naming,
  make: (groupBy: (item: ForecastItem) => string) => Forecast,
): Forecast {
  const holders = new Map<string, Holder>()
  const ids = new Map<readonly AssignedSpan[], number>()
  const { rows, totals } = make((item) => {
    const spans = assignments.get(assignmentKey(item.resourceType, item.resourceId, item.currency)) ?? ALWAYS
    const ofItem = naming(item)
    const nameOf: Naming = (values) => (isOf(values, only) ? ofItem(values) : UNWANTED)
    if (!ids.has(spans)) ids.set(spans, spans === ALWAYS ? 0 : ids.size + 1)
    const sole = soleOwner(spans)
    const name = sole ? nameOf(sole) : `${ofItem(WHOLE[0].values)} ${ids.get(spans)!}`
    if (!holders.has(name))
      holders.set(name, { spans: sole ? [{ ...ALWAYS[0]!, parts: spans[0]!.parts }] : spans, nameOf })
    return name
  })
  const dealtRows = new Map<string, ForecastRow>()
  const ofParts = new Map<string, Map<string, Estimate>>()
  for (const row of rows) {
    const ofGroup = `${row.currency} ${row.group}`
    const parts = ofParts.get(ofGroup) ?? new Map<string, Estimate>()
    ofParts.set(ofGroup, parts)
    for (const part of dealtOn(row, holders.get(row.group)!)) {
      const { day, startsAt } = row
      if (part.group !== UNWANTED)
        add(dealtRows, `${startsAt} ${row.currency} ${part.group}`, { ...part, day, startsAt })
      add(parts, part.group, part)
    }
  }
  const dealtTotals = new Map<string, ForecastTotal>()
  for (const total of totals) {
    // What neither costs nor will cost anything has no rows.
    const parts = [...(ofParts.get(`${total.currency} ${total.group}`)?.values() ?? [])]
    const shares = parts.map(({ p50Picos }) => (p50Picos > 0n ? p50Picos : 0n))
    for (const [i, part] of parts.entries()) {
      if (part.group === UNWANTED) continue
      const share = (picos: bigint) => allocate(picos, shares)[i]!
      const amounts = { ...part, ...around(boundsOf(total, share), part) }
      add(dealtTotals, `${total.currency} ${part.group}`, { ...total, ...amounts }, joined)
    }
  }
  return {
    rows: [...dealtRows.values()].sort((a, b) => a.startsAt - b.startsAt),
    totals: [...dealtTotals.values()],
  }
}

/** Whose all of it is on all days; null where it is shared or changes hands. Closed months have spans of their own. */
function soleOwner(spans: readonly AssignedSpan[]): DimensionValues | null {
  const first = spans[0]!.parts
  return first.length === 1 && spans.every(({ parts }) => areSameParts(parts, first)) ? first[0]!.values : null
}

function dealtOn(row: ForecastRow, { spans, nameOf }: Holder): Estimate[] {
  const { parts } = spanOn(spans, row.day)
  return parts.map(({ values }, i) => {
    const share = (picos: bigint) => splitByWeight(picos, parts)[i]!
    const drivers: Partial<Record<Driver, bigint>> = {}
    const billedSoFarPicos = share(row.billedSoFarPicos)
    let p50Picos = billedSoFarPicos
    for (const driver of DRIVERS) {
      const picos = row.drivers[driver]
      if (picos === undefined) continue
      drivers[driver] = share(picos)
      p50Picos += drivers[driver]
    }
    return {
      group: nameOf(values),
      currency: row.currency,
      billedSoFarPicos,
      p50Picos,
      drivers,
      ...around(boundsOf(row, share), { billedSoFarPicos, p50Picos }),
    }
  })
}

const boundsOf = ({ bounds }: Estimate, share: (picos: bigint) => bigint): Bounds[] =>
  bounds.map(({ level, lowerPicos, upperPicos }) => ({
    level,
    lowerPicos: share(lowerPicos),
    upperPicos: share(upperPicos),
  }))

/** Bounds that were dealt apart from what they enclose may miss it by the last unit, or reach below what is billed. */
function around(
  bounds: readonly Bounds[],
  { billedSoFarPicos, p50Picos }: Pick<Estimate, 'billedSoFarPicos' | 'p50Picos'>,
): Pick<Estimate, 'bounds' | 'p10Picos' | 'p90Picos'> {
  const least = min(billedSoFarPicos, p50Picos)
  const inside = bounds.map(({ level, lowerPicos, upperPicos }) => ({
    level,
    lowerPicos: max(least, min(lowerPicos, p50Picos)),
    upperPicos: max(upperPicos, p50Picos),
  }))
  const { lowerPicos, upperPicos } = inside.find(({ level }) => level === 80)!
  return { bounds: inside, p10Picos: lowerPicos, p90Picos: upperPicos }
}

const min = (a: bigint, b: bigint) => (a < b ? a : b)
const max = (a: bigint, b: bigint) => (a > b ? a : b)

function add<T extends Estimate>(all: Map<string, T>, key: string, one: T, more: (a: T, b: T) => T = (a) => a): void {
  const known = all.get(key)
  if (!known) {
    all.set(key, { ...one, drivers: { ...one.drivers } })
    return
  }
  const drivers = { ...known.drivers }
  addDrivers(drivers, one.drivers)
  all.set(key, {
    ...more(known, one),
    billedSoFarPicos: known.billedSoFarPicos + one.billedSoFarPicos,
    p10Picos: known.p10Picos + one.p10Picos,
    p50Picos: known.p50Picos + one.p50Picos,
    p90Picos: known.p90Picos + one.p90Picos,
    drivers,
    bounds: known.bounds.map(({ level, lowerPicos, upperPicos }, i) => ({
      level,
      lowerPicos: lowerPicos + one.bounds[i]!.lowerPicos,
      upperPicos: upperPicos + one.bounds[i]!.upperPicos,
    })),
  })
}

const joined = (a: ForecastTotal, b: ForecastTotal): ForecastTotal => ({
  ...a,
  early: a.early || b.early,
  origins: Math.min(a.origins, b.origins),
  disagreements: a.disagreements + b.disagreements,
  basis: {
    'billing record': a.basis['billing record'] + b.basis['billing record'],
    'instance price': a.basis['instance price'] + b.basis['instance price'],
    'list price': a.basis['list price'] + b.basis['list price'],
    unpriced: a.basis.unpriced + b.basis.unpriced,
  },
})
