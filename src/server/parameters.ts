import { z } from 'zod'
import { DIMENSIONS } from '../engine/index.ts'

/** A day of the query, with the reason in plain words where it is none. */
export const dayParameter = z
  .string()
  .refine(isDay, 'a day is written YYYY-MM-DD and must exist, as 2026-03-01')
  .meta({ format: 'date', description: "Day of the account's zone", examples: ['2026-03-01'] })

/** from inclusive, to exclusive. */
export const periodParameters = { from: dayParameter, to: dayParameter.meta({ description: 'Exclusive' }) }

/** Whether the file is wanted that a closed month keeps. */
export const closedParameter = z
  .enum(['true', 'false'])
  .transform((text) => text === 'true')
  .optional()
  .meta({ description: 'The very bytes that a closed month keeps; the days are then that month' })

/** A list of words from `allowed`, separated by commas; empty = none. */
export const listParameter = (allowed: readonly string[]) =>
  z
    .string()
    .superRefine((text, context) => {
      for (const word of splitList(text)) {
        if (!allowed.includes(word)) {
          context.addIssue({ code: 'custom', message: `'${word}' is not one of ${allowed.join(', ')}` })
        }
      }
      if (new Set(splitList(text)).size < splitList(text).length) {
        context.addIssue({ code: 'custom', message: 'the same word twice' })
      }
    })
    .meta({ description: `Any of ${allowed.join(', ')}, separated by commas` })

/** Whose a row is, as columns of a file after its usual ones. */
export const whoseParameter = listParameter(DIMENSIONS).optional().meta({
  description: 'Columns after the usual ones: all that have a share of it today, of project, owner, cost_center',
})

const party = z.string().min(1).optional()
/** Whose; of a shared resource its share. */
export const partyParameters = {
  project: party.meta({ description: "Only what is of it; 'not assigned' is what nobody has said" }),
  owner: party,
  cost_center: party,
}

const wholeOf = (what: string) =>
  party.meta({ description: `Only what has a share of this ${what}, told whole; 'not assigned' = of none` })
/** Whose, of a list: what is shared is in the list of each who has a share of it, as a whole. */
export const holderParameters = {
  project: wholeOf('project'),
  owner: wholeOf('owner'),
  cost_center: wholeOf('cost center'),
}

/** The number of a row in the path. */
export const numberOfPath = z.strictObject({ id: z.coerce.number().int().min(1).max(2_147_483_647) })

export const splitList = (text: string | undefined): string[] =>
  (text ?? '')
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '')

/** The check that a schema runs over a whole period. */
export function periodInOrder(period: { from: string; to: string }, context: z.RefinementCtx): void {
  if (period.from >= period.to) {
    context.addIssue({ code: 'custom', path: ['to'], message: 'must be after from; it is not part of the period' })
  }
}

/** Postgres knows no year 0. */
function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || text < '0001') return false
  const at = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text)
}
