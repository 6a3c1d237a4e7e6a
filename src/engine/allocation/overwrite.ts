import type { DirectAssignment } from './assignment.ts'
import { isBefore, isNotAfter, type DayBounds } from './bounds.ts'

/**
 * What stands of earlier words on a resource when a new one is said of [fromDay, toDay): what began before goes on around
 * it, what began inside begins at its end, and what lay inside is gone. With A from 1 March and B from 10 March, C from
 * 5 March without an end leaves A alone beside it.
 */
export function aroundNewWord(earlier: readonly DirectAssignment[], { fromDay, toDay }: DayBounds): DirectAssignment[] {
  return earlier.flatMap((word): DirectAssignment[] => {
    const begunBefore = word.fromDay !== fromDay && isNotAfter(word.fromDay, fromDay)
    const begunAfter = toDay !== null && word.fromDay !== null && word.fromDay >= toDay
    if (begunBefore || begunAfter) return [word]
    return toDay !== null && isBefore(toDay, word.toDay) ? [{ ...word, fromDay: toDay }] : []
  })
}
