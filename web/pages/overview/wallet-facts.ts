import type { ChargesRow, Overview } from '../../api.ts'
import { decimalOf, picosOf, sum } from '../../decimal.ts'
import { addDays, type Day } from '../../zone-time.ts'

/** What is worth a look in a wallet, from what was billed by day and state. */
export interface WalletFacts {
  readonly yesterday: string
  /** The mean of the seven days before yesterday; null where nothing was billed in them, or only from their middle on. */
  readonly usual: string | null
  /** This month, for machines that were shut off: their GPUs are held and charged. */
  readonly shutOff: string
  /** Whether some of the month's machine time is of a state that nobody saw: it may have been shut off as well. */
  readonly isShutOffAtLeast: boolean
}

/** The days that `walletFacts` looks at: this month, and the week before yesterday. */
export function factDays(month: Overview['month'], today: Day): { from: Day; to: Day } {
  const weekBefore = addDays(today, -8)
  return { from: month.from < weekBefore ? month.from : weekBefore, to: addDays(today, 1) }
}

export function walletFacts(
  rows: readonly ChargesRow[],
  currency: string,
  month: Overview['month'],
  today: Day,
): WalletFacts {
  const ours = rows.filter((row) => row.currency === currency)
  const billed = (isWanted: (row: ChargesRow, day: Day) => boolean) =>
    sum(ours.filter((row) => row.day !== undefined && isWanted(row, row.day)).map(({ billedCost }) => billedCost))
  const yesterday = addDays(today, -1)
  const weekFrom = addDays(yesterday, -7)
  const week = billed((_, day) => day >= weekFrom && day < yesterday)
  const hasWholeWeek = ours.some(({ day }) => day !== undefined && day <= weekFrom)
  const inMonth = (wanted: string) =>
    billed(({ state }, day) => state === wanted && day >= month.from && day < month.to)
  return {
    yesterday: billed((_, day) => day === yesterday),
    usual: !hasWholeWeek || picosOf(week) === 0n ? null : decimalOf(picosOf(week) / 7n),
    shutOff: inMonth('shutoff'),
    isShutOffAtLeast: picosOf(inMonth('unknown')) !== 0n,
  }
}
