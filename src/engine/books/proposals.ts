import { PICOS, type Currency } from '../money.ts'
import type { Instant } from '../time.ts'

/** Two balances that were read one after the other, and what the bills say was spent between. */
export interface BalanceStep {
  readonly fromAt: Instant
  readonly toAt: Instant
  readonly beforePicos: bigint
  readonly afterPicos: bigint
  readonly spentPicos: bigint
}

/** A rise that looks like credit that was bought. */
export interface ProposedTopUp {
  /** It came in between these. */
  readonly fromAt: Instant
  readonly toAt: Instant
  readonly picos: bigint
  /** How far the true amount may lie from it. */
  readonly doubtPicos: bigint
}

/**
 * The rises of a wallet beyond its charges. From 100 to 1,098.80 while 1.20 was spent is a top-up of 1,000. What is less
 * than `leastPicos` (Barrack sells no less) or than a twentieth of what was spent between is no sign of one. What was spent
 * is known to a fiftieth, and people buy round amounts: of all that are as likely the roundest is proposed. A rise of
 * 1,013.40 while 2,000 was spent, give or take 40, is 1,000; the same while 1.20 was spent is 1,013.40.
 */
export function proposeTopUps(steps: readonly BalanceStep[], leastPicos: bigint): ProposedTopUp[] {
  return steps.flatMap(({ fromAt, toAt, beforePicos, afterPicos, spentPicos }) => {
    const rise = afterPicos - beforePicos + spentPicos
    // Bills lag a little behind balances: nine tenths of the least are as good.
    if (rise * 10n < leastPicos * 9n || rise * 20n < spentPicos) return []
    const doubtPicos = (spentPicos > 0n ? spentPicos / 50n : 0n) + CENT
    return [{ fromAt, toAt, picos: roundest(rise, doubtPicos) ?? nearest(rise, CENT), doubtPicos }]
  })
}

const CENT = PICOS / 100n

const nearest = (picos: bigint, step: bigint): bigint => ((picos + step / 2n) / step) * step

/** The multiple of the largest 1, 5, 10, 50, 100, ... that is no further off; null where not even a whole unit is. */
function roundest(picos: bigint, doubt: bigint): bigint | null {
  let found: bigint | null = null
  for (let step = PICOS, times = 5n; step <= picos * 2n; step *= times, times = 10n / times) {
    const round = nearest(picos, step)
    const off = round > picos ? round - picos : picos - round
    if (off <= doubt) found = round
  }
  return found
}

/** The least credit that Barrack sells at once: 5 USD, 5 EUR, 100 INR. */
export const leastTopUp = (currency: Currency): bigint => (currency === 'INR' ? 100n : 5n) * PICOS
