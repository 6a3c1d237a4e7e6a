import { addDays, type Day } from '../time.ts'
import type { UseHours } from './assignment.ts'
import { merged, type Part } from './parts.ts'

/** The hours of use of one shared machine, as shares of its days and of its months. */
export interface HoursOfResource {
  readonly days: ReadonlyMap<Day, readonly Part[]>
  /** By '2026-03': for the days of that month on which nobody used it. */
  readonly months: ReadonlyMap<string, readonly Part[]>
}

export function sharesByHours(hours: readonly UseHours[]): Map<string, HoursOfResource> {
  const used = hours.filter(({ hoursPicos }) => hoursPicos > 0n)
  const byResource = Map.groupBy(used, ({ resourceId }) => resourceId)
  return new Map(
    [...byResource].map(([resourceId, own]) => [
      resourceId,
      { days: sharesOf(own, ({ day }) => day), months: sharesOf(own, ({ day }) => day.slice(0, 7)) },
    ]),
  )
}

function sharesOf(hours: readonly UseHours[], keyOf: (use: UseHours) => string): Map<string, readonly Part[]> {
  const parts = (uses: readonly UseHours[]) =>
    merged(uses.map(({ values, hoursPicos }) => ({ values, weight: hoursPicos })))
  return new Map([...Map.groupBy(hours, keyOf)].map(([key, uses]) => [key, parts(uses)]))
}

/** By the hours of the day; of a day without any by those of its month: who uses a machine pays for its idle days. */
export const hoursOn = ({ days, months }: HoursOfResource, day: Day): readonly Part[] | null =>
  days.get(day) ?? months.get(day.slice(0, 7)) ?? null

export const nextDay = (day: Day): Day => addDays(day, 1)
export const monthStart = (month: string): Day => `${month}-01`
export const nextMonthStart = (month: string): Day => `${addDays(monthStart(month), 31).slice(0, 7)}-01`
