import { billsOf, partMinutesAt } from '../../src/sandbox/meter.ts'
import { pricesFor, type PriceBook } from '../../src/sandbox/price-book.ts'
import type { Instance } from '../../src/sandbox/resource.ts'

const HOUR = 3_600_000
const MINUTE = 60_000

export interface SleepTruth {
  /** Full less flat rate of the billed minutes asleep. */
  avoided: bigint
  /** Billed for the time shut off, since the first look. */
  shutoff: bigint
  /** Beginnings and ends of being shut off. */
  changes: number
  perHour: bigint
}

/** By the ledger: the minutes of each sleep that were billed, and the time shut off within what was billed. */
export function sleepTruthOf(
  machine: Instance,
  { book, from, now, firstLook }: { book: PriceBook; from: number; now: number; firstLook: number },
): SleepTruth {
  const prices = pricesFor(book, `gpu ${machine.gpuModel}`, machine.currency)
  const gpus = BigInt(machine.gpuCount)
  const perHour = prices.at(-1)!.perHourPicos * gpus
  let avoided = 0n
  let shutoff = 0n
  let changes = 0
  const overlap = (a: number, b: number, start: number, end: number) =>
    Math.max(0, Math.min(b, end) - Math.max(a, start))
  for (const bill of billsOf(machine, { book, hibernation: 'records' }))
    for (const part of bill.parts) {
      const end = part.from + partMinutesAt(part, now) * MINUTE
      if (part.status === 'hibernated') {
        for (const price of prices) {
          const ms = overlap(Math.max(part.from, price.from), Math.min(end, price.to), from, now)
          avoided += ((price.perHourPicos * gpus - part.perHourPicos) * BigInt(ms)) / BigInt(HOUR)
        }
        continue
      }
      for (const { state, from: began, to } of machine.ledger) {
        if (state !== 'SHUTOFF') continue
        const ms = overlap(Math.max(began, part.from), Math.min(to, end), firstLook, now)
        shutoff += (part.perHourPicos * BigInt(ms)) / BigInt(HOUR)
      }
    }
  for (const { state, to, from: began } of machine.ledger)
    if (state === 'SHUTOFF' && to > from && began < now) changes += 2
  return { avoided, shutoff, changes, perHour }
}
