import { parsePicos } from '../money.ts'
import { HOUR_MS, type Instant, type Interval } from '../time.ts'
import type { BillingRecord } from '../usage/billing-record.ts'
import { burnHistory } from './burn-history.ts'

/**
 * What the dearest whole hour (UTC) within a stretch of time was billed, of records of one wallet; null where nothing was
 * billed in it. To the billionth of a unit. `readAt` is when the records were read: what is open was billed until then.
 *
 * Example: 1 an hour all day and 2 more from 10:00 to 11:00: 3.
 */
export function highestHour(
  records: readonly BillingRecord[],
  readAt: Instant,
  { startsAt, endsAt }: Interval,
): bigint | null {
  const history = burnHistory(records, readAt)
  let highest = 0
  for (let hour = Math.ceil(startsAt / HOUR_MS) * HOUR_MS; hour + HOUR_MS <= endsAt; hour += HOUR_MS)
    highest = Math.max(highest, history.spent(hour, hour + HOUR_MS))
  return highest > 0 ? parsePicos(highest.toFixed(9)) : null
}
