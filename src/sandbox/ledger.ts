import type { Stretch } from './resource.ts'

/** Moment from which the ledger knows the resource. */
export function createdAt(ledger: readonly Stretch[]): number {
  return ledger[0]?.from ?? Infinity
}

/** Moment at which the resource is gone; Infinity where that is not known. */
export function deletedAt(ledger: readonly Stretch[]): number {
  return ledger.at(-1)?.to ?? -Infinity
}

/** The stretch that holds a moment, by halving; null before creation and after deletion. */
export function stretchAt(ledger: readonly Stretch[], at: number): Stretch | null {
  let low = 0
  let high = ledger.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (ledger[middle]!.from <= at) low = middle + 1
    else high = middle
  }
  const stretch = ledger[low - 1]
  return stretch && at < stretch.to ? stretch : null
}

export function stateAt(ledger: readonly Stretch[], at: number): string | null {
  return stretchAt(ledger, at)?.state ?? null
}

type More = Pick<Stretch, 'gb' | 'attachedTo'>

/** Writes a ledger state by state: each entry ends the one before. */
export class LedgerWriter {
  readonly ledger: Stretch[]

  /** `ledger` is written on; what it says of the time after `at` is forgotten. */
  constructor(ledger: readonly Stretch[] = [], at = Infinity) {
    this.ledger = ledger.filter(({ from }) => from <= at).map((stretch) => ({ ...stretch }))
    const last = this.ledger.at(-1)
    if (last && last.to > at) last.to = Infinity
  }

  /** From `at` on the state is this; an entry at the same moment as the last one replaces it. */
  enter(state: string, at: number, more: More = {}): this {
    const last = this.ledger.at(-1)
    if (last && at < last.from) throw new RangeError(`${state} at ${at} lies before ${last.state} at ${last.from}`)
    if (last?.from === at) this.ledger.pop()
    else if (last) last.to = at
    this.ledger.push({ state, from: at, to: Infinity, ...more })
    return this
  }

  /** The resource is gone from `at` on. */
  end(at: number): this {
    const last = this.ledger.at(-1)
    if (last) last.to = at
    return this
  }

  get state(): string {
    return this.ledger.at(-1)?.state ?? ''
  }

  get since(): number {
    return this.ledger.at(-1)?.from ?? -Infinity
  }
}
