import { type Bill, billsOf, type MeterRules, type Planted } from './meter.ts'
import { roundPicos } from './money.ts'
import { chargeOf, priceAt, pricesFor, type PriceBook } from './price-book.ts'
import { draw } from './random.ts'
import type { AnyResource } from './resource.ts'
import { DAY, MINUTE } from './time.ts'

/**
 * Mistakes of a supplier, planted in bills on purpose: what the API shows and takes from the wallet is wrong, the ledger
 * stays true. `missing price` is no mistake of a record: the price list keeps silent about one model.
 */
export const CAUSES = [
  'rate rounding',
  'duration',
  'price change',
  'wrong unit rule',
  'unknown type',
  'hibernation split',
  'restatement',
  'overlap',
  'gap',
  'unexplained',
] as const
export type Cause = (typeof CAUSES)[number]

/** Model that the price list leaves out while errors are planted. */
export const UNPRICED_MODEL = 'A40'

const HALF_HOUR = 30
export const RESTATED_AFTER = 9 * DAY
/** A bill shorter than this is left alone: its error could not be told from rounding. */
const SHORTEST_MINUTES = 120

/** Causes that can strike few bills strike them oftener. */
const OFTEN: Partial<Record<Cause, number>> = { 'rate rounding': 2, 'price change': 20, 'hibernation split': 2 }

/** Plants errors by chance: each bill gets at most one, always the same one, whatever else is in the account. */
export function billErrors(seed: number, book: PriceBook, oneIn: Readonly<Record<Bill['resource']['kind'], number>>) {
  return (bill: Bill): Planted | null => {
    if (bill.parts.length > 1 || (bill.to - bill.from) / MINUTE < SHORTEST_MINUTES) return null
    if (isUnpriced(bill)) return null
    for (const cause of CAUSES) {
      const chance = (OFTEN[cause] ?? 1) / oneIn[bill.resource.kind]
      if (draw(seed, 'bill error', cause, bill.id) >= chance) continue
      const planted = plant(cause, bill, book)
      if (planted) return planted
    }
    return null
  }
}

/** So many mistakes of each cause are in the bills of an account at its present. */
const PER_CAUSE = 20
/** They come at a steady pace in this part of the time and the rest waits for what is still missing. */
const PACED_SHARE = 0.85

/**
 * The bills whose mistakes stand, so that there are as many of each cause: in the order in which they show, twenty of a
 * cause in every `days` from `firstAt` on, so what comes later changes no choice. A mistake that is put right
 * again is nobody's but the story's that it belongs to: it stands beside them.
 */
export function pacedErrors(
  resources: readonly AnyResource[],
  rules: MeterRules,
  { firstAt, days }: { firstAt: number; days: number },
): ReadonlySet<string> | undefined {
  if (!rules.plant) return undefined
  const period = (days + 1) * DAY
  const candidates = resources
    .flatMap((resource) => billsOf(resource, rules))
    .flatMap(({ id, from, planted }) => (planted ? [{ id, planted, at: Math.max(from, planted.since) }] : []))
    .sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
  const chosen = new Set<string>()
  const counts = new Map<string, number>()
  for (const { id, planted, at } of candidates) {
    if (planted.until < Infinity) {
      chosen.add(id)
      continue
    }
    const count = counts.get(planted.cause) ?? 0
    const periods = Math.floor((at - firstAt) / period)
    const share = (at - firstAt) / period - periods
    if (count >= PER_CAUSE * (periods + Math.min(1, share / PACED_SHARE))) continue
    counts.set(planted.cause, count + 1)
    chosen.add(id)
  }
  return chosen
}

/** The rules with the mistakes of the chosen bills alone. */
export function plantOnly({ plant, ...rules }: MeterRules, chosen: ReadonlySet<string> | undefined): MeterRules {
  if (!plant) return rules
  return { ...rules, plant: chosen ? (bill) => (chosen.has(bill.id) ? plant(bill) : null) : plant }
}

/** What the cause does to a bill, null where it cannot strike it. */
function plant(cause: Cause, bill: Bill, book: PriceBook): Planted | null {
  const [{ status, perHourPicos }] = bill.parts
  const running = status === 'running'
  const error = (more: Partial<Planted>): Planted => ({
    cause,
    since: -Infinity,
    until: Infinity,
    startsLaterMinutes: 0,
    minutes: (minutes) => minutes,
    picoMinutes: (minutes) => perHourPicos * BigInt(minutes),
    ...more,
  })
  switch (cause) {
    case 'rate rounding': {
      // The rate shown to four decimals is charged: 1.55 an hour as 0.0258 a minute.
      const rounded = roundPicos(perHourPicos, 60n, 4) * 60n
      return running && rounded !== perHourPicos ? error({ picoMinutes: (minutes) => rounded * BigInt(minutes) }) : null
    }
    case 'duration': {
      const longer = (minutes: number) => minutes + Math.max(5, Math.floor(minutes / 20))
      return running ? error({ minutes: longer }) : null
    }
    case 'price change': {
      const before = priceBefore(bill, book)
      return running && before !== null ? error({ picoMinutes: (minutes) => before * BigInt(minutes) }) : null
    }
    case 'wrong unit rule':
      return status === 'stored' ? error({ picoMinutes: wrongUnits(bill, perHourPicos, book) }) : null
    case 'unknown type':
      return running ? error({ gpuType: 'UNKNOWN' }) : null
    case 'hibernation split': {
      const full = status === 'hibernated' ? runningRate(bill, book) : null
      // The first hour of sleep is charged as if the machine had run.
      return full === null
        ? null
        : error({
            picoMinutes: (minutes) =>
              full * BigInt(Math.min(60, minutes)) + perHourPicos * BigInt(Math.max(0, minutes - 60)),
          })
    }
    case 'restatement':
      // An open bill may be restated some day: which mistake it has does not depend on when it is asked.
      return running
        ? error({
            since: bill.to + RESTATED_AFTER,
            picoMinutes: (minutes) => (perHourPicos * BigInt(minutes) * 9n) / 10n,
          })
        : null
    case 'overlap':
      return running && followsAnother(bill, book)
        ? error({ startsLaterMinutes: -HALF_HOUR, minutes: (minutes) => minutes + HALF_HOUR })
        : null
    case 'gap':
      return running
        ? error({ startsLaterMinutes: HALF_HOUR, minutes: (minutes) => Math.max(0, minutes - HALF_HOUR) })
        : null
    case 'unexplained':
      return running ? error({ picoMinutes: (minutes) => (perHourPicos * BigInt(minutes) * 113n) / 100n }) : null
  }
}

/** A bill without a price is one that nobody can judge: it is right, but for the list that keeps silent. */
function isUnpriced({ resource, parts: [{ status }] }: Bill): boolean {
  return resource.kind === 'instance' && resource.gpuModel === UNPRICED_MODEL && status === 'running'
}

/** Whether the resource was billed at some time in the half hour before the bill, so that an earlier start doubles it. */
function followsAnother({ resource, from }: Bill, book: PriceBook): boolean {
  return resource.ledger.some(
    (stretch) =>
      stretch.from < from && from - HALF_HOUR * MINUTE < stretch.to && chargeOf(resource, stretch, book) !== null,
  )
}

/** The rate before the last price change, for a bill that began after it; null where there was none. */
function priceBefore({ resource, from }: Bill, book: PriceBook): bigint | null {
  if (resource.kind !== 'instance') return null
  const prices = pricesFor(book, `gpu ${resource.gpuModel}`, resource.currency)
  const [before, after] = prices
  return before && after && after.from <= from ? before.perHourPicos * BigInt(resource.gpuCount) : null
}

function runningRate({ resource, from }: Bill, book: PriceBook): bigint | null {
  if (resource.kind !== 'instance') return null
  const perGpu = priceAt(book, `gpu ${resource.gpuModel}`, resource.currency, from)
  return perGpu === null ? null : perGpu * BigInt(resource.gpuCount)
}

/** A volume by the other TB, of 1024 GB instead of 1000; a snapshot flat, whatever its size. */
function wrongUnits({ resource, gb }: Bill, perHourPicos: bigint, book: PriceBook): Planted['picoMinutes'] {
  const otherTb = book.gbPerTb === 1000 ? 1024n : 1000n
  if (resource.kind === 'volume') return (minutes) => (perHourPicos * BigInt(minutes) * BigInt(book.gbPerTb)) / otherTb
  const flat = (perHourPicos * 100n) / BigInt(gb)
  return (minutes) => (gb === 100 ? perHourPicos * 2n : flat) * BigInt(minutes)
}
