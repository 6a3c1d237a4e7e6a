import { billingId } from './ids.ts'
import { roundPicos } from './money.ts'
import { type Charge, chargeOf, pricesFor, type PriceBook } from './price-book.ts'
import type { AnyResource, Stretch } from './resource.ts'
import { MINUTE } from './time.ts'

/** Unbroken time at one rate: [from, to), Infinity while nothing ends it. */
export interface Part {
  status: Charge['status']
  from: number
  to: number
  perHourPicos: bigint
}

/** A billing record: one part, or in the hibernation shape `one-record` the parts between which it was asleep. */
export interface Bill {
  id: string
  resource: AnyResource
  /** Start of the first part and end of the last. */
  from: number
  to: number
  parts: readonly [Part, ...Part[]]
  /** Size in GB that the rate holds for; 0 for a machine. */
  gb: number
  /** A mistake that was put in on purpose. */
  planted?: Planted
  /** What it was put to after its end, whatever is true, in order. */
  restatements?: readonly Restatement[]
}

/** The cost that a bill shows from a moment on. */
export interface Restatement {
  from: number
  picos: bigint
}

/** A mistake in a bill: what it shows and charges instead of the truth in [since, until). */
export interface Planted {
  cause: string
  since: number
  until: number
  startsLaterMinutes: number
  minutes: (minutes: number) => number
  /** Hourly rate x minutes that are charged. */
  picoMinutes: (minutes: number) => bigint
  gpuType?: string
}

/**
 * What hibernating does to a machine's record. `records`: it ends, and the hibernated time has a record of its own.
 * `one-record`: it stays open, its rate and status change and its cost grows on.
 */
export type HibernationShape = 'records' | 'one-record'

export interface MeterRules {
  book: PriceBook
  hibernation: HibernationShape
  /** Puts mistakes in; without it bills are right. */
  plant?: (bill: Bill) => Planted | null
}

const MINUTES_PER_HOUR = 60n
/** Decimals of `total_cost`. */
const COST_PLACES = 4

/**
 * The billing records that a ledger makes at a price book, oldest first. A state that costs nothing, another rate and
 * a price change each end a record; ACTIVE and SHUTOFF have the same rate and share one.
 * Example: ACTIVE 10:00 to 12:00, STOPPING to 12:01, SHUTOFF from then on: two records, 10:00 to 12:00 and 12:01 onward.
 */
export function billsOf(resource: AnyResource, rules: MeterRules): Bill[] {
  const groups: Piece[][] = []
  for (const piece of unbrokenPieces(resource, rules.book)) {
    const group = groups.at(-1)
    const last = group?.at(-1)
    if (group && last && rules.hibernation === 'one-record' && isNap(resource, last, piece)) group.push(piece)
    else groups.push([piece])
  }
  return groups.map((pieces, ordinal) => {
    const bill = billOf(resource, pieces, ordinal)
    const planted = rules.plant?.(bill)
    return planted ? { ...bill, planted } : bill
  })
}

interface Piece extends Part {
  gb: number
}

function billOf(resource: AnyResource, pieces: Piece[], ordinal: number): Bill {
  const [first, ...others] = pieces.map(({ status, from, to, perHourPicos }): Part => ({
    status,
    from,
    to,
    perHourPicos,
  }))
  if (!first) throw new RangeError('a record needs a part')
  return {
    id: billingId(resource.id, ordinal),
    resource,
    from: first.from,
    to: (others.at(-1) ?? first).to,
    parts: [first, ...others],
    gb: pieces[0]?.gb ?? 0,
  }
}

function unbrokenPieces(resource: AnyResource, book: PriceBook): Piece[] {
  const pieces: Piece[] = []
  for (const stretch of resource.ledger) {
    for (const piece of piecesOf(resource, stretch, book)) {
      const last = pieces.at(-1)
      if (last && last.to === piece.from && isSameRate(last, piece)) last.to = piece.to
      else pieces.push(piece)
    }
  }
  return pieces
}

function isSameRate(one: Piece, other: Piece): boolean {
  return one.perHourPicos === other.perHourPicos && one.status === other.status && one.gb === other.gb
}

/** Whether only going to sleep or waking up lies between two pieces; a price change at the same time is no nap. */
function isNap({ ledger }: AnyResource, before: Piece, after: Piece): boolean {
  if (before.status === after.status) return false
  return ledger
    .filter(({ from, to }) => before.to <= from && to <= after.from)
    .every(({ state }) => state === 'HIBERNATING' || state === 'RESTORING')
}

/** A stretch cut at the price changes inside it. */
function piecesOf(resource: AnyResource, stretch: Stretch, book: PriceBook): Piece[] {
  const charge = chargeOf(resource, stretch, book)
  if (!charge) return []
  return pricesFor(book, charge.sku, resource.currency)
    .filter((price) => price.from < stretch.to && stretch.from < price.to)
    .map((price) => ({
      status: charge.status,
      from: Math.max(stretch.from, price.from),
      to: Math.min(stretch.to, price.to),
      perHourPicos: (price.perHourPicos * charge.units) / charge.per,
      gb: stretch.gb ?? 0,
    }))
}

/** Whole minutes of a part at a moment, counted from its start; the started minute is dropped. */
export function partMinutesAt(part: Part, now: number): number {
  return Math.max(0, Math.floor((Math.min(part.to, now) - part.from) / MINUTE))
}

/** Whole minutes billed at a moment: 0 in the first minute, growing until the record ends. */
export function minutesAt(bill: Bill, now: number): number {
  let minutes = 0
  for (const part of bill.parts) minutes += partMinutesAt(part, now)
  return plantedAt(bill, now)?.minutes(minutes) ?? minutes
}

/** The mistake that a bill shows at a moment. */
export function plantedAt({ planted }: Bill, now: number): Planted | null {
  return planted && planted.since <= now && now < planted.until ? planted : null
}

/** The part that a record is in at a moment, its last one once it has ended. */
export function partAt({ parts }: Bill, now: number): Part {
  return parts.findLast(({ from }) => from <= now) ?? parts[0]
}

/**
 * Unrounded rate x minutes of all parts, rounded once half-even to 4 decimals: 9.96 an hour for 7,200 minutes is
 * 1195.2; 0.01 an hour for 7 minutes is 0.00116..., so 0.0012.
 */
export function costAt(bill: Bill, now: number): bigint {
  const restated = bill.restatements?.findLast(({ from }) => from <= now)
  if (restated) return restated.picos
  const planted = plantedAt(bill, now)
  if (planted) return roundPicos(planted.picoMinutes(minutesAt(bill, now)), MINUTES_PER_HOUR, COST_PLACES)
  return trueCostAt(bill, now)
}

/** The cost without any mistake. */
export function trueCostAt({ parts }: Bill, now: number): bigint {
  let picoMinutes = 0n
  for (const part of parts) picoMinutes += part.perHourPicos * BigInt(partMinutesAt(part, now))
  return roundPicos(picoMinutes, MINUTES_PER_HOUR, COST_PLACES)
}

/** The bills of one resource with the running total of those that end, so that a sum up to a moment needs no loop. */
export interface Metered {
  bills: Bill[]
  /** costs[n] = cost of the first n bills, each as it stood at its end. */
  costs: bigint[]
  /** Bills that are restated after their end. */
  restated: Bill[]
}

export function meter(
  resource: AnyResource,
  rules: MeterRules,
  restatements: ReadonlyMap<string, readonly Restatement[]> = new Map(),
): Metered {
  const bills = billsOf(resource, rules).map((bill) => {
    const own = restatements.get(bill.id)
    return own ? { ...bill, restatements: own } : bill
  })
  const costs = [0n]
  for (const bill of bills) {
    if (bill.to === Infinity) break
    costs.push((costs.at(-1) ?? 0n) + costAt(bill, bill.to))
  }
  const isRestated = ({ planted, restatements: own, to }: Bill) =>
    own !== undefined || (planted && (planted.since > to || planted.until < Infinity))
  return { bills, costs, restated: bills.filter(isRestated) }
}

/** What the resource cost up to a moment: the closed bills, with what they were restated by, and the open one. */
export function spentAt({ bills, costs, restated }: Metered, now: number): bigint {
  let low = 0
  let high = bills.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (bills[middle]!.to <= now) low = middle + 1
    else high = middle
  }
  const open = bills[low]
  let spent = (costs[low] ?? 0n) + (open && open.from <= now ? costAt(open, now) : 0n)
  for (const bill of restated) if (bill.to <= now) spent += costAt(bill, now) - costAt(bill, bill.to)
  return spent
}
