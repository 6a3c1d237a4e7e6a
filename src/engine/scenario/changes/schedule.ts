import type { InsteadOfStopping, WeeklySchedule } from '../change.ts'
import { changeLines, periodOf, requireCanHibernate, type ChangeContext, type Draft } from '../draft.ts'
import type { Mode, Span } from '../line.ts'
import { firstWake } from '../plan-clock.ts'
import { refuse } from '../problem.ts'
import { needsOf } from '../stock-need.ts'
import { weekSlots } from '../../plan/week-windows.ts'

/** On in some hours of the week, otherwise asleep, shut off (paid in full) or given up. */
export function schedule(draft: Draft, change: WeeklySchedule, context: ChangeContext): Draft {
  const awake = weekSlots(change.week)
  if (!awake.includes(1)) refuse('week', 'it has to run in some hour of the week; to run never is to delete it')
  const mode: Mode = { kind: 'weekly', awake, off: change.off }
  const chosen = { field: 'machines', selector: change.machines, machinesOnly: true }
  const { clock, catalog } = context.baseline
  const period = periodOf(change, context)
  const wakeAt = firstWake(clock, awake, period.startsAt)
  const woken: Span[] = []
  const changed = changeLines(draft, chosen, period, context.index, (span, line) => {
    if (change.off === 'hibernate') requireCanHibernate(catalog, span, line.name)
    if (wakeAt !== null && span.startsAt <= wakeAt && wakeAt < span.endsAt) woken.push(span)
    return { ...span, mode }
  })
  // What is shut off keeps its GPUs; whatever else is off has to get them back.
  if (change.off === 'stop' || wakeAt === null) return changed
  return { ...changed, needs: [...changed.needs, ...needsOf(woken, context.index, wakeAt)] }
}

/** What is shut off now, asleep or given up instead. */
export function insteadOfStopping(draft: Draft, change: InsteadOfStopping, context: ChangeContext): Draft {
  const mode: Mode = { kind: change.off === 'hibernate' ? 'asleep' : 'gone' }
  const selector = { ...change.machines, state: 'shutoff' as const }
  const chosen = { field: 'machines', selector, machinesOnly: true }
  return changeLines(draft, chosen, periodOf(change, context), context.index, (span, line) => {
    if (change.off === 'hibernate') requireCanHibernate(context.baseline.catalog, span, line.name)
    return { ...span, mode }
  })
}
