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
}

/**
 * The rises of a wallet beyond its charges. From 100 to 1,098.80 while 1.20 was spent is a top-up of 1,000. What is less
 * than `leastPicos` (Barrack sells no less) or than a twentieth of what was spent between is no sign of one. An amount is
 * taken for a whole one where the charges of the time between are too coarse to tell.
 */
export function proposeTopUps(steps: readonly BalanceStep[], leastPicos: bigint): ProposedTopUp[] {
  return steps.flatMap(({ fromAt, toAt, beforePicos, afterPicos, spentPicos }) => {
    const rise = afterPicos - beforePicos + spentPicos
    // Bills lag a little behind balances: nine tenths of the least are as good.
    if (rise * 10n < leastPicos * 9n || rise * 20n < spentPicos) return []
    const doubt = spentPicos / 50n + PICOS / 100n
    const whole = ((rise + PICOS / 2n) / PICOS) * PICOS
    const off = whole > rise ? whole - rise : rise - whole
    const cent = PICOS / 100n
    return [{ fromAt, toAt, picos: off <= doubt ? whole : ((rise + cent / 2n) / cent) * cent }]
  })
}

/** The least credit that Barrack sells at once: 5 USD, 5 EUR, 100 INR. */
export const leastTopUp = (currency: Currency): bigint => (currency === 'INR' ? 100n : 5n) * PICOS
