import { findRecordDays, type RecordDay } from '../../db/reading-query-repository.ts'
import {
  calendarOf,
  mulDiv,
  type Day,
  type DayRange,
  type PriceVersion,
  type Reconciliation,
} from '../../engine/index.ts'
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
    return { ...(verdict ? shareOf(verdict, row, reconciled) : verdictOfUse(row, reconciled)), day, resourceType, sku }
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
  const expected = expectedOfDay(verdict.expectedPicos, ofDays, row.expectedPicos, ofDay)
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
 * What the stored day expects, and of what the verdict expects beyond all stored days (a price that changed between two
 * looks, an overlap) its share. A day with a price has a figure also where other days of its record have none.
 */
function expectedOfDay(
  wholePicos: bigint | null,
  daysPicos: bigint | null,
  dayPicos: bigint | null,
  ofDay: (picos: bigint) => bigint,
): bigint | null {
  if (wholePicos === null) return dayPicos
  return dayPicos === null || daysPicos === null ? ofDay(wholePicos) : dayPicos + ofDay(wholePicos - daysPicos)
}

/** The day's share of its record, by money; by time where nothing was billed, and all of it where there is neither. */
function share(billedPicos: bigint, row: RecordDay, minutes: number): readonly [bigint, bigint] {
  if (billedPicos !== 0n) return [row.billedPicos, billedPicos]
  return minutes > 0 ? [BigInt(row.seconds), BigInt(minutes) * 60n] : [1n, 1n]
}

/** A use of an AI model is a moment: its price is what held on its day. */
function verdictOfUse(row: RecordDay, { account, prices }: ReconciledAccount): Reconciliation {
  const { recordId, resourceId, currency, billedPicos, expectedPicos } = row
  const calendar = calendarOf(account.zone)
  const interval = { startsAt: calendar.startOf(row.day), endsAt: calendar.endOf(row.day) }
  const isSeen = prices.pieces(row.sku, currency, interval).some(({ version }) => isFact(version))
  const differencePicos = expectedPicos === null ? null : billedPicos - expectedPicos
  const cause =
    differencePicos === null
      ? 'missing price'
      : differencePicos <= HALF_CENT && -differencePicos <= HALF_CENT
        ? null
        : 'unexplained'
  const isChecked = differencePicos !== null && isSeen
  return {
    recordId,
    resourceId,
    currency,
    startsAt: interval.startsAt,
    billedPicos,
    expectedPicos,
    differencePicos,
    cause,
    checkedPicos: isChecked ? billedPicos : 0n,
    assumedPicos: differencePicos !== null && !isSeen ? billedPicos : 0n,
    uncheckablePicos: differencePicos === null ? billedPicos : 0n,
    isAssumedRight: differencePicos !== null && !isSeen ? cause === null : null,
    assumedFrom: null,
  }
}

const HALF_CENT = 5_000_000_000n

function isFact(version: PriceVersion | null): boolean {
  return version?.source === 'observed' || version?.source === 'contracted'
}
