import { ApiError } from '../api-error.ts'
import { decimalOf, picosOf } from '../money.ts'
import type { Currency } from '../resource.ts'
import type { Sandbox } from '../sandbox.ts'

/** Credit that a wallet must hold before anything new is made in it. */
export const MINIMUM_CREDIT: Readonly<Record<Currency, string>> = { USD: '1', EUR: '1', INR: '100' }

/** Refuses with 402 where the wallet holds less than the minimum; exactly the minimum is enough. */
export function requireCredit({ account }: Sandbox, currency: Currency, now: number): void {
  const balance = account.balances(now)[currency]
  if (balance >= picosOf(MINIMUM_CREDIT[currency])) return
  throw new ApiError(
    'insufficient_credits',
    `Insufficient Credits: ${MINIMUM_CREDIT[currency]} ${currency} needed, ${decimalOf(balance, 1n, 4)} ${currency} there`,
  )
}
