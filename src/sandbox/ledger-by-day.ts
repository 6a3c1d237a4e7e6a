import type { Account } from './account.ts'
import { type Part, partMinutesAt } from './meter.ts'
import { decimalOf } from './money.ts'
import type { Currency, Kind } from './resource.ts'
import { HOUR, MINUTE } from './time.ts'
import { type CalendarDay, daysBetween, startOfDay } from './zone-days.ts'

/** One wallet on one calendar day: decimal strings, rounded once to 15 decimals. */
export interface LedgerDay {
  day: string
  currency: Currency
  /** Billing records that hold billed time on this day. */
  records: number
  /** Machines, volumes and snapshots together. */
  cost: string
  instance: string
  volume: string
  snapshot: string
  /** AI transactions of the day, not in `cost`. */
  ai: string
}

interface Sums {
  records: number
  /** Picos x milliseconds of an hourly rate. */
  byKind: Record<Kind, bigint>
  aiPicos: bigint
}

const PLACES = 15
const KINDS: readonly Kind[] = ['instance', 'volume', 'snapshot']

/**
 * The integral of the ledger at the price book over the billed minutes [start, start + minutes), without rounding of
 * records: what the days of a wallet really cost. Days of `zone`, `from` inclusive, `to` exclusive, empty ones left out.
 * 2.40 an hour from 23:00 to 01:30 UTC: 2.4 on the first day, 3.6 on the second.
 */
export function ledgerByDay(
  account: Account,
  now: number,
  range: { from: string; to: string; zone: string },
): LedgerDay[] {
  const from = startOfDay(range.from, range.zone)
  const days = daysBetween(from, Math.min(startOfDay(range.to, range.zone), now + 1), range.zone)
  const sums = new Map<string, Sums>()
  const sumsOf = (day: CalendarDay, currency: Currency) => {
    const key = `${day.day} ${currency}`
    let sum = sums.get(key)
    if (!sum) sums.set(key, (sum = { records: 0, byKind: { instance: 0n, volume: 0n, snapshot: 0n }, aiPicos: 0n }))
    return sum
  }
  for (const kind of KINDS)
    for (const bill of account.bills(kind, now))
      for (const [day, picoMilliseconds] of sharesOf(bill.parts, now, days)) {
        const sum = sumsOf(day, bill.resource.currency)
        sum.records++
        sum.byKind[kind] += picoMilliseconds
      }
  for (const { at, currency, costPicos } of account.aiHistory(now)) {
    const day = days[indexOfDay(days, at)]
    if (day && day.startsAt <= at && at < day.endsAt) sumsOf(day, currency).aiPicos += costPicos
  }
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, sum]) => viewOf(key, sum))
}

/** Hourly rate x billed milliseconds of a record on each of the days that hold some of its time. */
function sharesOf(parts: readonly Part[], now: number, days: readonly CalendarDay[]): Map<CalendarDay, bigint> {
  const shares = new Map<CalendarDay, bigint>()
  for (const part of parts) {
    const end = part.from + partMinutesAt(part, now) * MINUTE
    for (let index = Math.max(0, indexOfDay(days, part.from)); index < days.length; index++) {
      const day = days[index]!
      if (day.startsAt >= end) break
      const milliseconds = Math.min(end, day.endsAt) - Math.max(part.from, day.startsAt)
      if (milliseconds > 0) shares.set(day, (shares.get(day) ?? 0n) + part.perHourPicos * BigInt(milliseconds))
    }
  }
  return shares
}

/** Position of the last day that starts at or before a moment, -1 before the first. */
function indexOfDay(days: readonly CalendarDay[], at: number): number {
  let low = 0
  let high = days.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (days[middle]!.startsAt <= at) low = middle + 1
    else high = middle
  }
  return low - 1
}

function viewOf(key: string, { records, byKind, aiPicos }: Sums): LedgerDay {
  const [day = '', currency = ''] = key.split(' ')
  const perHour = (sum: bigint) => decimalOf(sum, BigInt(HOUR), PLACES)
  return {
    day,
    currency: currency as Currency,
    records,
    cost: perHour(byKind.instance + byKind.volume + byKind.snapshot),
    instance: perHour(byKind.instance),
    volume: perHour(byKind.volume),
    snapshot: perHour(byKind.snapshot),
    ai: decimalOf(aiPicos, 1n, PLACES),
  }
}
