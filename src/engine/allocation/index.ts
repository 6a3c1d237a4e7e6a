export { assign, matchedBy, reassigned, spanOn, type AssignInput, type Assignments } from './assign.ts'
export { assignmentKey } from './assignment.ts'
export type {
  Assignable,
  AssignableFact,
  AssignedSpan,
  AssignmentRule,
  DirectAssignment,
  RuleMatch,
  UseHours,
  Via,
} from './assignment.ts'
export type { DayBounds } from './bounds.ts'
export {
  DIMENSIONS,
  isAnyone,
  isOf,
  NOT_ASSIGNED,
  NOT_ASSIGNED_FILTER,
  type Dimension,
  type DimensionFilter,
  type DimensionValues,
} from './dimensions.ts'
export { assignmentsBefore, spansBefore, withClosed } from './frozen.ts'
export { aroundNewWord } from './overwrite.ts'
export { areSameParts, splitByWeight, WHOLE, type Part } from './parts.ts'
export { splitCharge, type AssignedCharge } from './split-charge.ts'
