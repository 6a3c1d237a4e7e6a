import type { Currency } from '../money.ts'
import type { Instant } from '../time.ts'
import { spentAt, spentWith, surePath } from './certainty.ts'
import { creditRules, purchaseOf, type Purchase } from './credit-rules.ts'
import { runway, type SpendPoint } from './runway.ts'

export interface TopUpQuestion {
  readonly currency: Currency
  readonly balancePicos: bigint
  /** Since the balance was read. */
  readonly path: readonly SpendPoint[]
  /** To last until then. */
  readonly until: Instant
  /** How sure that has to be, 0 to 1. */
  readonly certainty: number
  /** How long a top-up takes to arrive. */
  readonly leadMs: number
}

export interface TopUpPlan {
  /** Null where the balance is enough. */
  readonly purchase: Purchase | null
  /** By when it has to be bought: when the wallet could, at that certainty, come down to what it must hold, less the lead. */
  readonly buyBy: Instant | null
}

/**
 * How much has to be bought, and by when, for a wallet to last until a moment with a certainty, and to hold then what is
 * needed to make a machine.
 *
 * Example: 50 are there, 100 will be spent, 120 nine times in ten: 71 with a certainty of 0.9, for 1 has to be left.
 */
export function topUpPlan(question: TopUpQuestion): TopUpPlan {
  const { currency, balancePicos, path, until, certainty, leadMs } = question
  const { minimumBalancePicos } = creditRules(currency)
  const needed = spentWith(spentAt(path, until), certainty) + minimumBalancePicos
  const purchase = purchaseOf(needed - balancePicos, currency)
  if (!purchase) return { purchase, buyBy: null }
  const ends = runway({ balancePicos: balancePicos - minimumBalancePicos, path: surePath(path, certainty) })
  const lowAt = ends.kind === 'ends' ? ends.p50At : ends.kind === 'empty' ? path[0]!.at : until
  return { purchase, buyBy: Math.min(lowAt, until) - leadMs }
}
