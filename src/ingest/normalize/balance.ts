import { z } from 'zod'
import type { RefusedRow } from '../../barrack/client.ts'
import type { BalanceAnswer } from '../../barrack/contract/index.ts'
import { currency, decimal } from '../../barrack/contract/scalars.ts'
import type { BalanceObservation } from '../../db/observation-repository.ts'
import type { Instant } from '../../engine/index.ts'

const wallet = z.object({ currency, balance: decimal })

/** One observation per wallet, of an object of amounts by currency or of one amount with its currency beside it. */
export function normalizeBalance(
  answer: BalanceAnswer,
  observedAt: Instant,
): { rows: BalanceObservation[]; refused: RefusedRow[] } {
  const amounts = typeof answer.balance === 'object' ? answer.balance : { [String(answer.currency)]: answer.balance }
  const rows: BalanceObservation[] = []
  const refused: RefusedRow[] = []
  for (const [name, amount] of Object.entries(amounts)) {
    const parsed = wallet.safeParse({ currency: name, balance: amount })
    if (parsed.success) rows.push({ ...parsed.data, observedAt })
    else refused.push({ raw: { currency: name, balance: amount }, reason: parsed.error.issues[0]!.message })
  }
  return { rows, refused }
}
