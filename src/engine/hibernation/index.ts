export {
  adviseSleep,
  cautionCurve,
  CAUTIONS,
  defaultSleepSettings,
  type Caution,
  type NoSchedule,
  type SleepAdvice,
  type SleepInput,
  type SleepSettings,
} from './advise.ts'
export { avoidedByHibernation, type AvoidedDay, type AvoidedInput } from './avoided.ts'
export { askBecause, isUnclear, type AskBecause } from './candidates.ts'
export { machineLedger, onSince } from './machine-ledger.ts'
export { shareOfFigures, WEEKS_PER_MONTH, type PlanFigures, type Range } from './plan-figures.ts'
export { realisedSleep, type RealisedSleep } from './realised.ts'
export {
  failureNear,
  mostNear,
  restoreRisk,
  restoreSlot,
  triedRisk,
  wakesOf,
  type RestoreRisk,
  type Wake,
} from './restore-risk.ts'
export { nightsAndWeekends, sleepWindows, type SleepSlots, type SleepWindow } from './schedule.ts'
export { paidWhileShutoff, type ShutoffDay, type ShutoffInput } from './shutoff.ts'
export {
  IDLE_BELOW,
  machineHours,
  profileGrid,
  type BusyHours,
  type MachineHours,
  type NeededSlots,
  type WeekProfile,
} from './week-profile.ts'
export { horizonsOf, sumRanges, type Horizons } from './possible.ts'
export { lessAvoided, sleepSum, type SleepSum } from './sleep-sums.ts'
export { statesBefore, stockBefore, triedRestores, type RestoresTried } from './restore-backtest.ts'
export { defaultPlanningSettings, type PlanningSettings } from './planning-settings.ts'
export { scheduleWords } from './schedule-words.ts'
export { noRule, ruleInput, type SleepRule } from './sleep-rule.ts'
export { fullRate } from './full-rate.ts'
