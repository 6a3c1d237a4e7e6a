export { ALERT_KINDS, isEvent, isNews, isUrgent, type Alert, type AlertKind, type Finding } from './alert.ts'
export {
  burnFinding,
  burnLimit,
  dearestFirst,
  type BurnFinding,
  type BurnGuardInput,
  type BurningMachine,
  type BurnReason,
} from './burn-guard.ts'
export { depletionFinding, type DepletionInput } from './depletion.ts'
export { dueNotices, type DispatchInput, type Notice, type RulePolicy } from './dispatch.ts'
export { follow, type Followed } from './follow.ts'
export { isDigestDue, lastClockTime, quietUntil, type QuietHours } from './quiet-hours.ts'
export { nextTry } from './back-off.ts'
export { isWorkingDay, lastCall, MONDAY_TO_FRIDAY, nextMondayMorning, type WorkCalendar } from './working-days.ts'
export { filterOf, FIRST_RULES, type RuleText, type Watch, type WatchScope } from './rule.ts'
