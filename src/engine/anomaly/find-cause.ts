import type { AnomalyCause } from './spend-anomaly.ts'
import { isFresh, spentBetween, type SpendLine, type SpendPiece } from './spend-lines.ts'

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
/** A resource that makes less than this share is no second one: the disk of a new machine. */
const MATTERS = 0.05
/** A machine that made up less than this share of its spend in such hours was usually off. */
const USUALLY_OFF = 0.5

/**
 * Why a group costs more in hours [from, to): by the share of what is over that new volumes and snapshots or larger ones
 * make, use of AI, resources that were never billed before or have more GPUs, records at a higher rate than the last one of
 * the same resource, and machines that run in hours in which they usually sleep or are gone. The first that makes half of it.
 *
 * Example: two of three machines that make 30 of 40 over began in these hours: `count-up`; one alone: `new-resource`.
 */
export function findCause(contributors: readonly Contributor[], from: number, to: number): AnomalyCause {
  const all = contributors.reduce((sum, { over }) => sum + over, 0)
  const share = (of: (contributor: Contributor) => number) =>
    contributors.reduce((sum, contributor) => sum + of(contributor), 0) / all
  const isNew = ({ line }: Contributor) => isFresh(line, from)
  const typeOf = ({ line }: Contributor) => line.pieces[0]!.kind.type
  const isStorage = (each: Contributor) => typeOf(each) !== 'instance' && typeOf(each) !== 'ai_model'
  if (
    share((each) => (isStorage(each) && (isNew(each) || hasGrown(each.line, from, 'sizeGb')) ? each.over : 0)) >= MOST
  )
    return 'storage-growth'
  if (share((each) => (typeOf(each) === 'ai_model' ? each.over : 0)) >= MOST) return 'more-use'
  if (share((each) => (isNew(each) ? each.over : 0)) >= MOST)
    return contributors.filter((each) => isNew(each) && each.over >= MATTERS * all).length > 1
      ? 'count-up'
      : 'new-resource'
  if (share((each) => (hasGrown(each.line, from, 'gpuCount') ? each.over : 0)) >= MOST) return 'count-up'
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
  a.kind.gpuModel === b.kind.gpuModel &&
  a.kind.gpuCount === b.kind.gpuCount &&
  a.kind.sizeGb === b.kind.sizeGb

function hasGrown({ pieces }: SpendLine, from: number, size: 'sizeGb' | 'gpuCount'): boolean {
  const before = pieces.findLast((piece) => piece.from < from - 1)?.kind[size] ?? null
  const last = pieces.at(-1)?.kind[size] ?? null
  return before !== null && last !== null && last > before
}
