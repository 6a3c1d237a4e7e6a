import { hourGrid, isWorkday, WEEK_HOURS, type HourGrid } from '../capacity/week.ts'
import { calendarOf, type Day, type Instant, type Interval } from '../time.ts'
import { inForce, type Plan } from './plan.ts'
import { weekSlots } from './week-windows.ts'
import { weeklyIntervals } from './weekly-intervals.ts'

/** How an account counts time: its zone, and the days that it keeps as Sundays. */
export interface PlanCalendar {
  readonly zone: string
  readonly holidays: ReadonlySet<Day>
}

/** The zone with the holidays of the plans that are in force. */
export function planCalendar(zone: string, plans: readonly Plan[]): PlanCalendar {
  const calendar = calendarOf(zone)
  const holidays = inForce(plans)
    .filter(({ what, endsAt }) => what.kind === 'holiday' && endsAt !== null)
    .flatMap(({ startsAt, endsAt }) => calendar.daysBetween(calendar.dayOf(startsAt), calendar.dayOf(endsAt!)))
  return { zone, holidays: new Set(holidays) }
}

/**
 * When a plan holds within a stretch of time, in its order. A week goes by the clock of the zone, so that 19:00 stays
 * 19:00 when the clocks change, and a holiday has the hours of a Sunday.
 */
export function planIntervals(
  plan: Pick<Plan, 'startsAt' | 'endsAt' | 'week'>,
  calendar: PlanCalendar,
  within: Interval,
): Interval[] {
  const startsAt = Math.max(plan.startsAt, within.startsAt)
  const endsAt = Math.min(plan.endsAt ?? Infinity, within.endsAt)
  if (startsAt >= endsAt) return []
  if (plan.week === null) return [{ startsAt, endsAt }]
  return weeklyIntervals(weekSlots(plan.week), gridOf(calendar, within))
    .map((each) => ({ startsAt: Math.max(each.startsAt, startsAt), endsAt: Math.min(each.endsAt, endsAt) }))
    .filter((each) => each.startsAt < each.endsAt)
}

const grids = new WeakMap<PlanCalendar, { readonly within: Interval; readonly grid: HourGrid }>()

/** The hours of a stretch; thousands of machines are asked about the same one, so the last is kept. */
function gridOf(calendar: PlanCalendar, within: Interval): HourGrid {
  const known = grids.get(calendar)
  if (known?.within.startsAt === within.startsAt && known.within.endsAt === within.endsAt) return known.grid
  const grid = hourGrid(calendar.zone, within.startsAt, within.endsAt, calendar.holidays)
  grids.set(calendar, { within, grid })
  return grid
}

/** Monday to Friday from one hour to another; 22 to 6 goes over midnight into the next day. */
export function workingHours(from: number, to: number): Uint8Array {
  const slots = new Uint8Array(WEEK_HOURS)
  const hours = to > from ? to - from : to + 24 - from
  for (let slot = 0; slot < WEEK_HOURS; slot++) {
    if (!isWorkday(slot) || slot % 24 !== from % 24) continue
    for (let i = 0; i < hours; i++) slots[(slot + i) % WEEK_HOURS] = 1
  }
  return slots
}

/** The hours of the week in which people work, as the account's own plans say at a moment; null where none does. */
export function workWeek(plans: readonly Plan[], at: Instant): Uint8Array | null {
  const said = inForce(plans).filter(
    ({ who, what, startsAt, endsAt, week }) =>
      who.kind === 'account' &&
      what.kind === 'working-hours' &&
      week !== null &&
      startsAt <= at &&
      at < (endsAt ?? Infinity),
  )
  return said.length === 0 ? null : weekSlots(said.flatMap(({ week }) => week!))
}
