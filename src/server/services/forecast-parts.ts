import {
  allocate,
  assignmentKey,
  DIMENSIONS,
  spanOn,
  splitByWeight,
  WHOLE,
  type AssignedSpan,
  type Assignments,
  type Day,
  type Dimension,
  type DimensionValues,
  type Estimate,
  type ForecastItem,
  type ForecastRow,
  type ForecastTotal,
} from '../../engine/index.ts'
import { NOT_ASSIGNED_FILTER } from '../../db/charge-query-repository.ts'
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
  readonly only?: Partial<Readonly<Record<Dimension, string | undefined>>>
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
    const nameOf: Naming = (values) => (isWanted(values, only) ? ofItem(values) : UNWANTED)
    if (!ids.has(spans)) ids.set(spans, spans === ALWAYS ? 0 : ids.size + 1)
    const sole = spans.length === 1 && spans[0]!.parts.length === 1 ? spans[0]!.parts[0]!.values : null
    const name = sole ? nameOf(sole) : `${ofItem(WHOLE[0].values)} ${ids.get(spans)!}`
    if (!holders.has(name))
      holders.set(name, { spans: sole ? [{ ...ALWAYS[0]!, parts: spans[0]!.parts }] : spans, nameOf })
    return name
  })
  const dealtRows = new Map<string, ForecastRow>()
  const weights = new Map<string, Map<string, bigint>>()
  for (const row of rows) {
    const ofGroup = `${row.currency} ${row.group}`
    const parts = weights.get(ofGroup) ?? new Map<string, bigint>()
    weights.set(ofGroup, parts)
    for (const part of dealtOn(row, row.day, holders.get(row.group)!)) {
      if (part.group !== UNWANTED) add(dealtRows, `${row.day} ${row.currency} ${part.group}`, { ...part, day: row.day })
      parts.set(part.group, (parts.get(part.group) ?? 0n) + part.p50Picos)
    }
  }
  const dealtTotals = new Map<string, ForecastTotal>()
  for (const total of totals) {
    const parts = [...weights.get(`${total.currency} ${total.group}`)!]
    const shares = parts.map(([, picos]) => (picos > 0n ? picos : 0n))
    for (const [i, [group]] of parts.entries()) {
      if (group === UNWANTED) continue
      const share = (picos: bigint) => allocate(picos, shares)[i]!
      add(dealtTotals, `${total.currency} ${group}`, { ...total, ...mapped(total, share), group }, joined)
    }
  }
  return {
    rows: [...dealtRows.values()].sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0)),
    totals: [...dealtTotals.values()],
  }
}

const isWanted = (values: DimensionValues, only: NonNullable<Owned['only']>) =>
  DIMENSIONS.every((each) => only[each] === undefined || (values[each] ?? NOT_ASSIGNED_FILTER) === only[each])

function dealtOn(row: Estimate, day: Day, { spans, nameOf }: Holder): Estimate[] {
  const { parts } = spanOn(spans, day)
  return parts.map(({ values }, i) => ({
    ...mapped(row, (picos) => splitByWeight(picos, parts)[i]!),
    currency: row.currency,
    group: nameOf(values),
  }))
}

type Amounts = Pick<Estimate, 'p10Picos' | 'p50Picos' | 'p90Picos' | 'billedSoFarPicos'>

const mapped = (of: Amounts, change: (picos: bigint, name: keyof Amounts) => bigint): Amounts => ({
  p10Picos: change(of.p10Picos, 'p10Picos'),
  p50Picos: change(of.p50Picos, 'p50Picos'),
  p90Picos: change(of.p90Picos, 'p90Picos'),
  billedSoFarPicos: change(of.billedSoFarPicos, 'billedSoFarPicos'),
})

function add<T extends Amounts>(all: Map<string, T>, key: string, one: T, more: (a: T, b: T) => T = (a) => a): void {
  const known = all.get(key)
  all.set(key, known ? { ...more(known, one), ...mapped(known, (picos, name) => picos + one[name]) } : one)
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
