import type { AnomalyCause } from './spend-anomaly.ts'
import { spentBetween, type SpendLine, type SpendPiece } from './spend-lines.ts'

/** A line and what it cost beyond the usual in an excursion. */
export interface Contributor {
  readonly line: SpendLine
  readonly over: number
  readonly usual: number
}

/** A price that moves less than this share did not move: records round. */
const PRICE_STEP = 0.005
/** A cause makes at least this share of what is over. */
const MOST = 0.5
/** A machine that made up less than this share of its spend in such hours was usually off. */
const USUALLY_OFF = 0.5
/** A record may begin a little before the hour that shows it. */
const HOURS_BEFORE = 2

/**
 * Why a group costs more in hours [from, to): by the share of what is over that new volumes and snapshots or larger ones
 * make, resources that were never billed before, records at a higher rate than the last one of the same resource, and
 * machines that run in hours in which they usually sleep or are gone. The first that makes half of it.
 *
 * Example: two of three machines that make 30 of 40 over began in these hours: `count-up`; one alone: `new-resource`.
 */
export function findCause(contributors: readonly Contributor[], from: number, to: number): AnomalyCause {
  const all = contributors.reduce((sum, { over }) => sum + over, 0)
  const share = (of: (contributor: Contributor) => number) =>
    contributors.reduce((sum, contributor) => sum + of(contributor), 0) / all
  const isNew = ({ line }: Contributor) => line.firstHour >= from - HOURS_BEFORE
  const isStorage = ({ line }: Contributor) => line.pieces[0]?.record.kind !== 'instance'
  if (share((each) => (isStorage(each) && (isNew(each) || hasGrown(each.line, from)) ? each.over : 0)) >= MOST)
    return 'storage-growth'
  if (share((each) => (isNew(each) ? each.over : 0)) >= MOST)
    return contributors.filter(isNew).length > 1 ? 'count-up' : 'new-resource'
  if (share(({ line }) => overByPrice(line, from, to)) >= MOST) return 'price-up'
  const isKeptOn = ({ line, usual }: Contributor) => usual < USUALLY_OFF * spentBetween(line, from, to)
  if (share((each) => (!isNew(each) && isKeptOn(each) ? each.over : 0)) >= MOST) return 'kept-on'
  return 'unknown'
}

/** What a line cost more in [from, to) because its rate is above that of the last record like it. */
function overByPrice({ pieces }: SpendLine, from: number, to: number): number {
  let over = 0
  for (const [i, piece] of pieces.entries()) {
    if (piece.to <= from || piece.from >= to) continue
    const before = pieces.slice(0, i).findLast((earlier) => earlier.from < from && isAlike(earlier, piece))
    if (before && piece.rate > before.rate * (1 + PRICE_STEP))
      over += (piece.rate - before.rate) * (Math.min(to, piece.to) - Math.max(from, piece.from))
  }
  return over
}

const isAlike = (a: SpendPiece, b: SpendPiece): boolean =>
  a.asleep === b.asleep &&
  a.record.gpuModel === b.record.gpuModel &&
  a.record.gpuCount === b.record.gpuCount &&
  a.record.sizeGb === b.record.sizeGb

function hasGrown({ pieces }: SpendLine, from: number): boolean {
  const before = pieces.findLast((piece) => piece.from < from - HOURS_BEFORE)?.record.sizeGb ?? null
  const last = pieces.at(-1)?.record.sizeGb ?? null
  return before !== null && last !== null && last > before
}
