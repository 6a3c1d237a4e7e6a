import type { Remove } from '../change.ts'
import { changeLines, periodOf, type ChangeContext, type Draft } from '../draft.ts'

/** Out of the plan for a time: from then on nothing of it costs anything. */
export function remove(draft: Draft, change: Remove, context: ChangeContext): Draft {
  const chosen = { field: 'resources', selector: change.resources, machinesOnly: false }
  return changeLines(draft, chosen, periodOf(change, context), context.index, (span) => ({ ...span, machines: 0 }))
}
