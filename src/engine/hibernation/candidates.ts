import type { Instant } from '../time.ts'
import { HOUR_MS } from '../time.ts'
import { isNeverIdle, type SleepAdvice } from './advise.ts'
import type { PlanningSettings } from './planning-settings.ts'

/** Why somebody should be asked when a machine is needed. */
export type AskBecause =
  { readonly kind: 'name'; readonly word: string } | { readonly kind: 'on for'; readonly days: number }

/** Nothing shows when a machine is needed: it is on at all hours. One that cannot sleep is no exception: it can be ended. */
export function isUnclear(advice: SleepAdvice): boolean {
  if (advice.kind !== 'none') return false
  return (
    advice.reason === 'in use all the time' || (advice.reason === 'cannot hibernate' && isNeverIdle(advice.profile))
  )
}

/**
 * The reasons to ask about a machine that never sleeps; empty = no need to ask. A word counts as a part of the name
 * between other signs: 'dev-anna' has dev, 'devotion' has not.
 */
export function askBecause(
  machine: { readonly name: string; readonly onSince: Instant | null },
  asOf: Instant,
  { deskWords, longOnDays }: Pick<PlanningSettings, 'deskWords' | 'longOnDays'>,
): AskBecause[] {
  const parts = machine.name.toLowerCase().split(/[^\p{L}]+/u)
  const word = deskWords.find((candidate) => parts.includes(candidate))
  const days = machine.onSince === null ? 0 : Math.floor((asOf - machine.onSince) / (24 * HOUR_MS))
  return [
    ...(word === undefined ? [] : [{ kind: 'name', word } as const]),
    ...(days >= longOnDays ? [{ kind: 'on for', days } as const] : []),
  ]
}
