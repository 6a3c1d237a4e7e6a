import type { Plan, PlanCalendar } from '../../../src/engine/plan/index.ts'
import { at } from '../values.ts'

const deed = { by: 'anna', at: at('2026-01-01T00:00:00Z') }

/** A plan in force, open at its end, with what a test is about in place. */
export function plan(of: Partial<Plan> & Pick<Plan, 'what'>): Plan {
  return {
    planId: 1,
    who: { kind: 'machine', resourceId: 'm-1' },
    startsAt: at('2026-01-01T00:00:00Z'),
    endsAt: null,
    week: null,
    source: 'typed',
    reason: null,
    proposed: deed,
    approved: deed,
    withdrawn: null,
    ...of,
  }
}

export const calendarIn = (zone: string, ...holidays: string[]): PlanCalendar => ({ zone, holidays: new Set(holidays) })
