import { withTax } from '../pricing/parity.ts'
import { parsePicos, type Currency } from '../money.ts'

/** What Barrack asks of a wallet. Source: its pages on credits and on troubleshooting. */
export interface CreditRules {
  /** What it must hold for a machine or a volume to be made; exactly that is enough. */
  readonly minimumBalancePicos: bigint
  /** The least that can be bought at once, before tax. */
  readonly minimumPurchasePicos: bigint
}

const RULES: Readonly<Record<Currency, readonly [balance: string, purchase: string]>> = {
  USD: ['1', '5'],
  EUR: ['1', '5'],
  INR: ['100', '100'],
}

/** Of a currency that Barrack has no rule of, nothing. */
export function creditRules(currency: Currency): CreditRules {
  const [balance, purchase] = RULES[currency] ?? ['0', '0']
  return { minimumBalancePicos: parsePicos(balance), minimumPurchasePicos: parsePicos(purchase) }
}

/** A purchase as it is made and paid. */
export interface Purchase {
  /** What arrives in the wallet: whole cents, at least the minimum purchase. */
  readonly creditPicos: bigint
  /** GST on rupees. */
  readonly taxPicos: bigint
}

const CENT = 10_000_000_000n

/**
 * What has to be bought for so much to arrive: rounded up to the cent, and to the minimum purchase; null where nothing is
 * missing. Example: 84.501 INR becomes 100 of credit and 18 of GST.
 */
export function purchaseOf(missingPicos: bigint, currency: Currency): Purchase | null {
  if (missingPicos <= 0n) return null
  const cents = ((missingPicos + CENT - 1n) / CENT) * CENT
  const { minimumPurchasePicos } = creditRules(currency)
  const creditPicos = cents < minimumPurchasePicos ? minimumPurchasePicos : cents
  return { creditPicos, taxPicos: withTax(creditPicos, currency) - creditPicos }
}
