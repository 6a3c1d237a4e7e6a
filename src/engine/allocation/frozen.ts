import type { Day } from '../time.ts'
import type { Assignments } from './assign.ts'
import type { AssignedSpan } from './assignment.ts'

/** The spans before a day, the last of them ending at it. */
export function spansBefore(spans: readonly AssignedSpan[], day: Day): AssignedSpan[] {
  return spans
    .filter(({ fromDay }) => fromDay === null || fromDay < day)
    .map((span) => (span.toDay === null || span.toDay > day ? { ...span, toDay: day } : span))
}

function spansFrom(spans: readonly AssignedSpan[], day: Day): AssignedSpan[] {
  return spans
    .filter(({ toDay }) => toDay === null || toDay > day)
    .map((span) => (span.fromDay === null || span.fromDay < day ? { ...span, fromDay: day } : span))
}

/** What is kept with closed months: whose each resource was before a day. */
export function assignmentsBefore(assignments: Assignments, day: Day): Assignments {
  return new Map([...assignments].map(([key, spans]) => [key, spansBefore(spans, day)]))
}

/**
 * Before `openFrom` as the closed months have it, from then on as it is told now. A resource that they do not know (its
 * bill came late) is as it is told now throughout: all of it is a correction of the open month.
 */
export function withClosed(live: Assignments, closed: Assignments, openFrom: Day): Assignments {
  const all = new Map(live)
  for (const [key, spans] of closed) all.set(key, [...spans, ...spansFrom(live.get(key) ?? [], openFrom)])
  return all
}
