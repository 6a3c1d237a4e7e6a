import type { Day, DayRange } from '../time.ts'

/** A part of a charge that lies in one day of the account and in one of UTC. */
export interface BridgePiece {
  readonly day: Day
  readonly utcDay: Day
  readonly picos: bigint
}

/** From what an account's month was charged to what UTC's month was: charged - ahead - behind + before + after = utcMonth. */
export interface Bridge {
  readonly chargedPicos: bigint
  /** Of the account's month, but in UTC's month before. */
  readonly aheadPicos: bigint
  /** Of UTC's month, but in the account's month before. */
  readonly beforePicos: bigint
  /** Of the account's month, but in UTC's month after. */
  readonly behindPicos: bigint
  /** Of UTC's month, but in the account's month after. */
  readonly afterPicos: bigint
  readonly utcMonthPicos: bigint
}

/**
 * The bridge of a month, from what it was charged and the pieces around its ends. In Oslo's winter 1 March begins at 23:00 of
 * UTC's February: that hour is `ahead`; the hour from 23:00 UTC of 31 March, in summer from 22:00, lies in the account's
 * April and is `after`.
 */
export function bridgeOf(chargedPicos: bigint, { from, to }: DayRange, pieces: readonly BridgePiece[]): Bridge {
  const isIn = (day: Day) => day >= from && day < to
  const sum = (fits: (piece: BridgePiece) => boolean) =>
    pieces.filter(fits).reduce((total, { picos }) => total + picos, 0n)
  const aheadPicos = sum(({ day, utcDay }) => isIn(day) && utcDay < from)
  const behindPicos = sum(({ day, utcDay }) => isIn(day) && utcDay >= to)
  const beforePicos = sum(({ day, utcDay }) => isIn(utcDay) && day < from)
  const afterPicos = sum(({ day, utcDay }) => isIn(utcDay) && day >= to)
  return {
    chargedPicos,
    aheadPicos,
    beforePicos,
    behindPicos,
    afterPicos,
    utcMonthPicos: chargedPicos - aheadPicos - behindPicos + beforePicos + afterPicos,
  }
}
