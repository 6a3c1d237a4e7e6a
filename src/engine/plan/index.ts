export { announcedMachines } from './announced.ts'
export { describePlan, describeWho, type PlanWords } from './describe-plan.ts'
export { parseHolidays, type ParsedCalendar } from './parse-holidays.ts'
export { monthOverrides, type MonthOverride } from './month-override.ts'
export { parsePlanLine, type PlanLine, type SpokenException } from './plan-line.ts'
export { planCalendar, planIntervals, workingHours, workWeek, type PlanCalendar } from './plan-hours.ts'
export { mergedStates, plannedSpans, sleepWeek, type PlannedSpan, type PlannedState } from './planned-states.ts'
export {
  asCounted,
  inForce,
  isDatedSleep,
  movesMachines,
  PLAN_SOURCES,
  planState,
  speaksOf,
  type Plan,
  type PlanDeed,
  type PlanKind,
  type PlannedDeployment,
  type PlanSource,
  type PlanState,
  type PlanSubject,
  type PlanWhat,
  type PlanWho,
} from './plan.ts'
export { describeWeek, weekSlots, WEEKDAYS, weekWindows, type Weekday, type WeekWindow } from './week-windows.ts'
export { LEAST_SLEEP_MS, sleepEdges, type SleepEdge } from './sleep-edges.ts'
export { parseWeek } from './week-text.ts'
export { weeklyIntervals } from './weekly-intervals.ts'
