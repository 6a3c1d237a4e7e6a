import type { Day } from '../time.ts'
import type { Assignments } from './assign.ts'
import type { AssignedSpan } from './assignment.ts'
import { DIMENSIONS } from './dimensions.ts'
import type { Part } from './parts.ts'

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

/**
 * What is kept with closed months: whose each resource was before a day. Spans of the same owners that follow on each other
 * are one, so that what is kept does not grow with each month that is closed.
 */
export function assignmentsBefore(assignments: Assignments, day: Day): Assignments {
  return new Map([...assignments].map(([key, spans]) => [key, joined(spansBefore(spans, day))]))
}

function joined(spans: readonly AssignedSpan[]): AssignedSpan[] {
  const rows: AssignedSpan[] = []
  for (const span of spans) {
    const last = rows.at(-1)
    if (last?.toDay === span.fromDay && span.fromDay !== null && areSame(last.parts, span.parts)) {
      rows[rows.length - 1] = { ...last, toDay: span.toDay }
    } else rows.push(span)
  }
  return rows
}

const areSame = (a: readonly Part[], b: readonly Part[]) =>
  a.length === b.length &&
  a.every(({ values, weight }, i) => {
    const other = b[i]!
    return weight === other.weight && DIMENSIONS.every((each) => values[each] === other.values[each])
  })

/**
 * Before `openFrom` as the closed months have it, from then on as it is told now. A resource that they do not know (its
 * bill came late) is as it is told now throughout: all of it is a correction of the open month.
 */
export function withClosed(live: Assignments, closed: Assignments, openFrom: Day): Assignments {
  const all = new Map(live)
  for (const [key, spans] of closed) all.set(key, [...spans, ...spansFrom(live.get(key) ?? [], openFrom)])
  return all
}
