import type { Role } from '../../../src/sandbox/demo/roster.ts'

/** Younger machines, and habits that changed only now, may be told or not. */
const SETTLED_DAYS = 28

/** Whether hours of the week are planted at which the machine idles: true, false (decoys too), or too early to say. */
export function hasPlantedIdle({ habit, fromDay }: Role, days: number): boolean | null {
  const age = days - fromDay
  if (age < SETTLED_DAYS || habit.kind === 'once') return null
  if (habit.kind === 'forgotten') return age >= habit.idleAfterDays + SETTLED_DAYS ? true : null
  if (habit.kind === 'always') return false
  const { changes } = habit
  if (changes && age > changes.afterDays && age < changes.afterDays + SETTLED_DAYS) return null
  const kind = changes && age > changes.afterDays ? changes.to : habit.kind
  return kind !== 'day-and-night' && kind !== 'month-ends'
}
