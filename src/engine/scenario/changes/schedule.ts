import type { InsteadOfStopping, WeeklySchedule } from '../change.ts'
import { changeLines, periodOf, requireCanHibernate, type ChangeContext, type Draft } from '../draft.ts'
import type { Mode } from '../line.ts'
import { refuse } from '../problem.ts'
import { awakeSlots } from '../week.ts'

/** On in some hours of the week, otherwise asleep, shut off (paid in full) or given up. */
export function schedule(draft: Draft, change: WeeklySchedule, context: ChangeContext): Draft {
  const awake = awakeSlots(change.week)
  if (!awake.includes(1)) refuse('week', 'it has to run in some hour of the week; to run never is to delete it')
  const mode: Mode = { kind: 'weekly', awake, off: change.off }
  const chosen = { field: 'machines', selector: change.machines, machinesOnly: true }
  return changeLines(draft, chosen, periodOf(change, context), context.index, (span, line) => {
    if (change.off === 'hibernate') requireCanHibernate(context.baseline.catalog, span, line.name)
    return { ...span, mode }
  })
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
