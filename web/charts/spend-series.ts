import { compare, minus, picosOf, sum } from '../decimal.ts'
import { daysBetween, type Day } from '../zone-time.ts'

/** What a chart of daily spend of one wallet is made from. Amounts are decimal strings of that wallet's currency. */
export interface SpendInput {
  readonly currency: string
  readonly from: Day
  readonly to: Day
  readonly today: Day
  /** Billed, by day and group (a GPU model, a region, ...); group null: of none. */
  readonly billed: readonly { readonly day: Day; readonly group: string | null; readonly cost: string }[]
  /** Days whose shares are inferred, in their order. */
  readonly inferred: readonly Day[]
  /** Whole days from today on: what is likely, of which `billedSoFar` is there already. */
  readonly forecast: readonly {
    readonly day: Day
    readonly group: string | null
    readonly p50: string
    readonly billedSoFar: string
  }[]
  /** The interval of the whole day, all groups together. */
  readonly band: readonly { readonly day: Day; readonly p10: string; readonly p50: string; readonly p90: string }[]
}

export interface SpendGroup {
  /** null: what belongs to no group, such as the volumes where machines are grouped by GPU model. */
  readonly name: string | null
  /** Several small groups together. */
  readonly isRest: boolean
  readonly billed: ReadonlyMap<Day, string>
  /** Still to come on top of what is billed. */
  readonly toCome: ReadonlyMap<Day, string>
  readonly billedTotal: string
  readonly toComeTotal: string
}

export interface SpendSeries {
  readonly currency: string
  readonly days: readonly Day[]
  /** Dearest first, the rest and the ungrouped last. */
  readonly groups: readonly SpendGroup[]
  readonly band: ReadonlyMap<Day, { readonly p10: string; readonly p50: string; readonly p90: string }>
  readonly today: Day
}

const SHOWN_GROUPS = 7

/** Orders the rows of the API by group and day; more than eight groups become seven and a rest. */
export function spendSeries(input: SpendInput): SpendSeries {
  const { currency, from, to, today } = input
  const days = daysBetween(from, to)
  const isShown = (day: Day) => day >= from && day < to
  const billed = input.billed.filter(({ day }) => isShown(day))
  const coming = input.forecast
    .filter(({ day }) => isShown(day) && day >= today)
    .map(({ day, group, p50, billedSoFar }) => ({ day, group, cost: atLeastZero(minus(p50, billedSoFar)) }))

  const names = [...new Set([...billed, ...coming].map(({ group }) => group))]
  const whole = names.map((name) => groupOf(name, [name], billed, coming)).filter(isSomething)
  const ranked = whole.filter(({ name }) => name !== null).sort(byTotalThenName)
  const isTooMany = ranked.length > SHOWN_GROUPS + 1
  const shown = isTooMany ? ranked.slice(0, SHOWN_GROUPS) : ranked
  const rest = isTooMany ? ranked.slice(SHOWN_GROUPS).map(({ name }) => name) : []
  const restGroup = { ...groupOf(`${rest.length} others`, rest, billed, coming), isRest: true }
  const groups = [...shown, ...(rest.length > 0 ? [restGroup] : []), ...whole.filter(({ name }) => name === null)]

  const band = new Map(input.band.filter(({ day }) => isShown(day) && day >= today).map((each) => [each.day, each]))
  return { currency, days, groups, band, today }
}

/** The names of all groups of several charts, for the colours of the page. */
export function groupNames(inputs: readonly SpendInput[]): readonly string[] {
  const rows = inputs.flatMap(({ billed, forecast }) => [...billed, ...forecast])
  return [...new Set(rows.map(({ group }) => group))].filter((name) => name !== null)
}

/** What a day holds over all groups: billed, and still to come. */
export function dayTotal(series: SpendSeries, day: Day): { billed: string; toCome: string } {
  const amounts = (part: 'billed' | 'toCome') => series.groups.map((group) => group[part].get(day) ?? '0')
  return { billed: sum(amounts('billed')), toCome: sum(amounts('toCome')) }
}

type Amounts = readonly { readonly day: Day; readonly group: string | null; readonly cost: string }[]

function groupOf(
  name: string | null,
  members: readonly (string | null)[],
  billed: Amounts,
  coming: Amounts,
): SpendGroup {
  const billedByDay = byDay(billed, members)
  const toComeByDay = byDay(coming, members)
  return {
    name,
    isRest: false,
    billed: billedByDay,
    toCome: toComeByDay,
    billedTotal: sum(billedByDay.values()),
    toComeTotal: sum(toComeByDay.values()),
  }
}

function byDay(amounts: Amounts, members: readonly (string | null)[]): ReadonlyMap<Day, string> {
  const totals = new Map<Day, string>()
  for (const { day, group, cost } of amounts) {
    if (members.includes(group)) totals.set(day, sum([totals.get(day) ?? '0', cost]))
  }
  return totals
}

function isSomething({ billedTotal, toComeTotal }: SpendGroup): boolean {
  return picosOf(billedTotal) !== 0n || picosOf(toComeTotal) !== 0n
}

function byTotalThenName(a: SpendGroup, b: SpendGroup): number {
  const total = (group: SpendGroup) => sum([group.billedTotal, group.toComeTotal])
  return compare(total(b), total(a)) || ((a.name ?? '') < (b.name ?? '') ? -1 : 1)
}

function atLeastZero(value: string): string {
  return value.startsWith('-') ? '0' : value
}
