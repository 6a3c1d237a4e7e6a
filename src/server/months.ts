import { z } from 'zod'
import { addDays, type DayRange } from '../engine/index.ts'

/** A month of the account's calendar. */
export const monthParameter = z
  .string()
  .regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'a month is written YYYY-MM, as 2026-03')
  .meta({ description: "Month of the account's zone", examples: ['2026-03'] })

/** The days of a month, half-open: '2026-03' is 1 March to 1 April. */
export function monthDays(month: string): DayRange {
  const from = `${month}-01`
  return { from, to: `${addDays(from, 31).slice(0, 7)}-01` }
}
