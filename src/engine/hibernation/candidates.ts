import type { Instant } from '../time.ts'
import { HOUR_MS } from '../time.ts'

/** Words in a name that speak of somebody's desk, not of a service. */
export const DESK_WORDS: readonly string[] = [
  'notebook',
  'jupyter',
  'dev',
  'sandbox',
  'test',
  'demo',
  'playground',
  'tmp',
]

/** On without a pause for so long is worth a question. */
export const LONG_ON_DAYS = 14

/** Why somebody should be asked when a machine is needed. */
export type AskBecause =
  { readonly kind: 'name'; readonly word: string } | { readonly kind: 'on for'; readonly days: number }

/**
 * The reasons to ask about a machine that never sleeps; empty = no need to ask. A word counts as a part of the name
 * between other signs: 'dev-anna' has dev, 'devotion' has not.
 */
export function askBecause(
  machine: { readonly name: string; readonly onSince: Instant | null },
  asOf: Instant,
  words: readonly string[] = DESK_WORDS,
): AskBecause[] {
  const parts = machine.name.toLowerCase().split(/[^a-z]+/)
  const word = words.find((candidate) => parts.includes(candidate))
  const days = machine.onSince === null ? 0 : Math.floor((asOf - machine.onSince) / (24 * HOUR_MS))
  return [
    ...(word === undefined ? [] : [{ kind: 'name', word } as const]),
    ...(days >= LONG_ON_DAYS ? [{ kind: 'on for', days } as const] : []),
  ]
}
