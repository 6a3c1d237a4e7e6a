import { RESTATED_AFTER } from '../bill-errors.ts'
import type { Bill, Planted } from '../meter.ts'

/** One machine of the runaway sweep. */
const MACHINE = 'sweep-00'

/** The restated bill of the team: the machine was charged a tenth too much until the supplier put it right. */
export function restatedBill({ resource, to, parts: [{ perHourPicos }] }: Bill): Planted | null {
  if (resource.name !== MACHINE) return null
  return {
    cause: 'restatement',
    since: -Infinity,
    until: to + RESTATED_AFTER,
    startsLaterMinutes: 0,
    minutes: (minutes) => minutes,
    picoMinutes: (minutes) => (perHourPicos * BigInt(minutes) * 11n) / 10n,
  }
}
