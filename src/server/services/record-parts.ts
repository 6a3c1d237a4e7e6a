import { findRecordDays, type RecordDay } from '../../db/reading-query-repository.ts'
import { calendarOf, mulDiv, type Day, type DayRange, type Reconciliation } from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import type { ReconciledAccount } from './reconciled-account.ts'

/** One day of a record with its share of the verdict; any grouping of these adds up to the same total. */
export interface RecordPart extends Reconciliation {
  readonly day: Day
  readonly resourceType: string
  readonly sku: string
}

/** The days [from, to) of every bill, each with its share of what was said of the whole. */
export async function recordParts(
  { store }: AppContext,
  reconciled: ReconciledAccount,
  period: DayRange,
): Promise<RecordPart[]> {
  const days = await findRecordDays(store.db, reconciled.account.accountId, period)
  return days.map((row) => {
    const verdict = reconciled.verdicts.get(row.recordId)
    const { day, resourceType, sku } = row
    return {
      ...(verdict ? shareOf(verdict, row, reconciled) : unjudged(row, reconciled.account.zone)),
      day,
      resourceType,
      sku,
    }
  })
}

function shareOf(
  verdict: Reconciliation,
  row: RecordDay,
  { records, expectedOfDays }: ReconciledAccount,
): Reconciliation {
  const minutes = records.get(verdict.recordId)?.minutes ?? 0
  const [num, den] = share(verdict.billedPicos, row, minutes)
  const ofDay = (picos: bigint) => mulDiv(picos, num, den)
  const checkedPicos = ofDay(verdict.checkedPicos)
  const assumedPicos = verdict.uncheckablePicos === 0n ? row.billedPicos - checkedPicos : ofDay(verdict.assumedPicos)
  const ofDays = expectedOfDays.get(verdict.recordId) ?? null
  const expected = expectedOfDay(verdict, ofDays, row.expectedPicos, ofDay)
  return {
    ...verdict,
    billedPicos: row.billedPicos,
    expectedPicos: expected,
    differencePicos: expected === null ? null : row.billedPicos - expected,
    checkedPicos,
    assumedPicos,
    uncheckablePicos: row.billedPicos - checkedPicos - assumedPicos,
  }
}

/**
 * What the stored day expects; and of what the verdict expects beyond all stored days (a price that changed between two
 * looks, an overlap) its share, so that the days make the verdict. Where the verdict is that the bill agrees, each day
 * does: the day on which the price changed expects too little, and to make that up on the days after it would tell of
 * differences in a period that has none. A day with a price has a figure also where other days of its record have none.
 */
function expectedOfDay(
  { expectedPicos: wholePicos, cause }: Reconciliation,
  daysPicos: bigint | null,
  dayPicos: bigint | null,
  ofDay: (picos: bigint) => bigint,
): bigint | null {
  if (wholePicos === null) return dayPicos
  if (dayPicos === null || daysPicos === null) return ofDay(wholePicos)
  if (cause === null && daysPicos !== wholePicos) return ofDay(wholePicos)
  return dayPicos + ofDay(wholePicos - daysPicos)
}

/** The day's share of its record, by money; by time where nothing was billed, and all of it where there is neither. */
function share(billedPicos: bigint, row: RecordDay, minutes: number): readonly [bigint, bigint] {
  if (billedPicos !== 0n) return [row.billedPicos, billedPicos]
  return minutes > 0 ? [BigInt(row.seconds), BigInt(minutes) * 60n] : [1n, 1n]
}

/** What no bill tells of: nothing says what it should have cost. */
function unjudged({ recordId, resourceId, currency, billedPicos, day }: RecordDay, zone: string): Reconciliation {
  return {
    recordId,
    resourceId,
    currency,
    startsAt: calendarOf(zone).startOf(day),
    billedPicos,
    expectedPicos: null,
    differencePicos: null,
    cause: 'missing price',
    checkedPicos: 0n,
    assumedPicos: 0n,
    uncheckablePicos: billedPicos,
    isAssumedRight: null,
    assumedFrom: null,
  }
}
