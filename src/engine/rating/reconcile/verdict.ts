import { allocate } from '../../money.ts'
import type { PricePiece } from '../../pricing/price-book.ts'
import type { PriceVersion } from '../../pricing/price-version.ts'
import { secondsOf, type Interval } from '../../time.ts'
import type { BillingRecord } from '../../usage/billing-record.ts'
import { agrees, type Bill } from './bill.ts'
import type { Reconciliation } from './reconciliation.ts'

/** Whether a price is a fact of its time: read from the API, or agreed on. */
export const isSeen = (version: PriceVersion | null) =>
  version?.source === 'observed' || version?.source === 'contracted'

/** A verdict by one price. Without a version the comparison rests on an assumption: which minutes were which. */
export function verdict(
  record: BillingRecord,
  expectedPicos: bigint,
  differencePicos: bigint,
  cause: Reconciliation['cause'],
  version: PriceVersion | null,
): Reconciliation {
  const isChecked = isSeen(version)
  return {
    recordId: record.recordId,
    resourceId: record.resourceId,
    currency: record.currency,
    startsAt: record.startsAt,
    billedPicos: record.totalPicos,
    expectedPicos,
    differencePicos,
    cause,
    checkedPicos: isChecked ? record.totalPicos : 0n,
    assumedPicos: isChecked ? 0n : record.totalPicos,
    uncheckablePicos: 0n,
    isAssumedRight: isChecked ? null : cause === null,
    assumedFrom: null,
  }
}

/** A verdict by several prices: what is billed is split by the time that each kind of them covers. */
export function spread(bill: Bill, expectedPicos: bigint, cause: Reconciliation['cause']): Reconciliation {
  const { record } = bill
  const differencePicos = record.totalPicos - expectedPicos
  const pieces = piecesOf(bill)
  if (pieces.length === 1) return verdict(record, expectedPicos, differencePicos, cause, pieces[0]!.version)
  const [checked, assumed] = shares(bill, pieces, (piece) => (isSeen(piece.version) ? CHECKED : ASSUMED))
  return {
    ...verdict(record, expectedPicos, differencePicos, cause, null),
    checkedPicos: checked!,
    assumedPicos: assumed!,
    isAssumedRight: assumed === 0n ? null : cause === null,
  }
}

/** Nothing to compare with: two prices and sleep in one record, of which nobody knows which minutes were which. */
export function undecided(record: BillingRecord, cause: NonNullable<Reconciliation['cause']>): Reconciliation {
  const nothing = { expectedPicos: null, differencePicos: null, isAssumedRight: null }
  return { ...verdict(record, 0n, 0n, cause, null), ...nothing, assumedPicos: 0n, uncheckablePicos: record.totalPicos }
}

/** No price for a part of the time: compared with the first later list where there is one, else not at all. */
export function unpriced(bill: Bill): Reconciliation {
  const { record, timeline, item, startsAt } = bill
  const cause = isOfUnknownType(bill) ? 'unknown type' : 'missing price'
  const usable = (piece: PricePiece) => piece.version?.unit === item.priceUnit
  const pieces = piecesOf(bill)
  const later = timeline.find((piece) => piece.interval.startsAt > startsAt && usable(piece))?.version ?? null
  const [checked, assumed, uncheckable] = shares(bill, pieces, (piece) => {
    if (item.units === null) return UNCHECKABLE
    if (usable(piece)) return isSeen(piece.version) ? CHECKED : ASSUMED
    return later === null ? UNCHECKABLE : ASSUMED
  })
  return {
    ...verdict(record, 0n, 0n, cause, null),
    expectedPicos: null,
    differencePicos: null,
    checkedPicos: checked!,
    assumedPicos: assumed!,
    uncheckablePicos: uncheckable!,
    isAssumedRight: assumed === 0n || later === null ? null : isRightAt(bill, pieces, later),
    assumedFrom: later?.validFrom ?? null,
  }
}

/** The price pieces of its billed time; the one at its start where it has none. */
function piecesOf({ timeline, startsAt, endsAt }: Bill): PricePiece[] {
  const until = Math.max(endsAt, startsAt + 1)
  return timeline.filter(({ interval }) => interval.startsAt < until && interval.endsAt > startsAt)
}

/** A volume whose type nobody told; a machine whose record names no model, or another one than the machine has. */
function isOfUnknownType({ record, asset, resource }: Bill): boolean {
  if (record.kind === 'volume') return asset.volumeType === null
  if (record.kind !== 'instance') return false
  const model = asset.gpuModel
  return model === null || model.toLowerCase() === 'unknown' || (resource?.gpuModel ?? model) !== model
}

function isRightAt(bill: Bill, pieces: readonly PricePiece[], later: PriceVersion): boolean {
  const { units } = bill.item
  if (units === null) return false
  let priceSeconds = 0n
  for (const { interval, version } of pieces) {
    const price = version?.unit === bill.item.priceUnit ? version.pricePicos : later.pricePicos
    priceSeconds += price * BigInt(secondsWithin(bill, interval))
  }
  return agrees(bill, priceSeconds * units.num, 3600n * units.den)
}

const CHECKED = 0
const ASSUMED = 1
const UNCHECKABLE = 2

/** What is billed, split over the kinds of evidence by the seconds of the pieces of each kind. */
function shares(bill: Bill, pieces: readonly PricePiece[], kindOf: (piece: PricePiece) => number): bigint[] {
  const seconds = [0, 0, 0]
  for (const piece of pieces) seconds[kindOf(piece)]! += secondsWithin(bill, piece.interval)
  if (!seconds.some((time) => time > 0)) seconds[kindOf(pieces[0]!)] = 1
  return allocate(bill.record.totalPicos, seconds)
}

function secondsWithin(bill: Bill, { startsAt, endsAt }: Interval): number {
  return secondsOf({ startsAt: Math.max(startsAt, bill.startsAt), endsAt: Math.min(endsAt, bill.endsAt) })
}
