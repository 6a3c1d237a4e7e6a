import { DIMENSIONS, NOT_ASSIGNED, type Dimension } from './assignment-words.ts'
import { addDays, startOfMonth, type Day } from './zone-time.ts'

/** Whose is looked at, by each dimension; null: everybody's. */
export type Parties = Readonly<Record<Dimension, string | null>>

/** What the reader looks at, on every page. Days of the account's zone, half-open. */
export interface Filters extends Days {
  readonly period: Period
  readonly currency: string | null
  readonly region: string | null
  readonly parties: Parties
}

/** Days of [from, to). */
export interface Days {
  readonly from: Day
  readonly to: Day
}

export type Period = Preset | 'custom'

export type Preset = 'this-month' | 'last-month' | 'last-7' | 'last-30' | 'last-90'

export const DEFAULT_PERIOD: Preset = 'last-30'

/** Ten years: a chart of more days shows nothing. */
const MOST_DAYS = 3660

/** The presets in the order of the menu; `days` of [from, to) seen from today. */
export const PRESETS: Readonly<Record<Preset, { label: string; days: (today: Day) => Days }>> = {
  'last-7': { label: 'Last 7 days', days: (today) => lastDays(today, 7) },
  'last-30': { label: 'Last 30 days', days: (today) => lastDays(today, 30) },
  'last-90': { label: 'Last 90 days', days: (today) => lastDays(today, 90) },
  'this-month': { label: 'This month', days: (today) => ({ from: startOfMonth(today), to: startOfMonth(today, 1) }) },
  'last-month': { label: 'Last month', days: (today) => ({ from: startOfMonth(today, -1), to: startOfMonth(today) }) },
}

/** The parameters of an address that every page shares, to be carried from page to page. */
export const SHARED_PARAMS = ['account', 'asOf', 'period', 'from', 'to', 'currency', 'region', ...DIMENSIONS]

/**
 * Reads the filters from the query. What is not understood (an unknown preset, a day that does not exist, a period of
 * nothing or of more than ten years, a wallet, region or project that the account does not have) counts as not said.
 */
export function parseFilters(
  params: Readonly<Record<string, string>>,
  known: {
    today: Day
    currencies: readonly string[]
    regions: readonly string[]
    parties: Readonly<Record<Dimension, readonly string[]>>
  },
): Filters {
  const { from, to } = params
  const currency = known.currencies.find((each) => each === params['currency']) ?? null
  const region = known.regions.find((each) => each === params['region']) ?? null
  const shared = { currency, region, parties: parseParties(params, known.parties) }
  if (isDay(from) && isDay(to) && from < to && dayCount(from, to) <= MOST_DAYS)
    return { period: 'custom', from, to, ...shared }
  const period = isPreset(params['period']) ? params['period'] : DEFAULT_PERIOD
  return { period, ...PRESETS[period].days(known.today), ...shared }
}

/** Whether nothing of it narrows. */
export const isEverybody = (parties: Parties): boolean => DIMENSIONS.every((dimension) => parties[dimension] === null)

/** Who of them has a name, for what is made for them. */
export const namedOf = (parties: Parties | undefined): Partial<Record<Dimension, string>> =>
  Object.fromEntries(
    DIMENSIONS.flatMap((dimension) => {
      const value = parties?.[dimension] ?? null
      return value === null || value === NOT_ASSIGNED ? [] : [[dimension, value]]
    }),
  )

/** Whether anything is assigned to anybody: without it there is nothing to choose. */
export const hasParties = (known: Readonly<Record<Dimension, readonly string[]>>): boolean =>
  DIMENSIONS.some((dimension) => known[dimension].length > 0)

/** 'project lab, no owner'. */
export function partiesText(parties: Parties): string {
  return DIMENSIONS.flatMap((dimension) => {
    const [value, name] = [parties[dimension], dimension.replace('_', ' ')]
    return value === null ? [] : [value === NOT_ASSIGNED ? `no ${name}` : `${name} ${value}`]
  }).join(', ')
}

/** ' of project lab' behind what there is none of; '' where everybody's is looked at. */
export const ofWhom = (parties: Parties): string => (isEverybody(parties) ? '' : ` of ${partiesText(parties)}`)

function parseParties(params: Readonly<Record<string, string>>, known: Readonly<Record<Dimension, readonly string[]>>) {
  const valueOf = (dimension: Dimension) => {
    const value = params[dimension]
    return value !== undefined && hasParties(known) && [...known[dimension], NOT_ASSIGNED].includes(value)
      ? value
      : null
  }
  return { project: valueOf('project'), owner: valueOf('owner'), cost_center: valueOf('cost_center') }
}

/**
 * The days that a chart of daily spend covers: a period that reaches today goes on with the forecast to the end of
 * the month; one that ended stays as it is.
 */
export function chartDays(filters: Filters, today: Day): Days {
  const reachesToday = filters.period !== 'custom' && filters.to > today
  const monthEnd = startOfMonth(today, 1)
  return { from: filters.from, to: reachesToday && filters.to < monthEnd ? monthEnd : filters.to }
}

/**
 * The period of the same length that ended where this one begins; for whole months, the months before. Of a period that
 * is not over, only as many days as have passed of it: the first 23 days of a month beside the first 23 of the other.
 */
export function periodBefore({ from, to }: Days, today: Day): Days {
  const isMonths = from.endsWith('-01') && to.endsWith('-01')
  const before = isMonths ? startOfMonth(from, monthNumber(from) - monthNumber(to)) : addDays(from, -dayCount(from, to))
  const begun = upToToday({ from, to }, today)
  const sameDays = addDays(before, dayCount(from, begun.to))
  return { from: before, to: begun.to < to && sameDays < from ? sameDays : from }
}

/** The part of a period that has begun: today is its last day. */
export function upToToday({ from, to }: Days, today: Day): Days {
  const tomorrow = addDays(today, 1)
  return { from, to: to > tomorrow && tomorrow > from ? tomorrow : to }
}

/** The parts of a query that a page shares with the others. */
export function sharedParams(params: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(params).filter(([name]) => SHARED_PARAMS.includes(name)))
}

function lastDays(today: Day, days: number) {
  return { from: addDays(today, 1 - days), to: addDays(today, 1) }
}

function dayCount(from: Day, to: Day): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000)
}

function monthNumber(day: Day): number {
  return Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7))
}

function isPreset(value: string | undefined): value is Preset {
  return value !== undefined && Object.hasOwn(PRESETS, value)
}

function isDay(value: string | undefined): value is Day {
  if (!value || !/^\d{4}-\d\d-\d\d$/.test(value)) return false
  const at = Date.parse(`${value}T00:00:00Z`)
  return Number.isFinite(at) && new Date(at).toISOString().startsWith(value)
}
