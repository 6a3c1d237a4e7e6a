import { allocate, mulDiv, type Currency } from '../money.ts'
import type { Day } from '../time.ts'
import { convert, rateAsOf, rateOfMonth, typedRate, type ExchangeRates, type NamedRate } from './exchange-rates.ts'

/**
 * How amounts of several wallets are shown; a report has one mode, and none of them changes what a wallet holds.
 * wallet: as they are. month-fixed: one rate a month, chosen once. as-of: the last rate published by each day.
 */
export type CurrencyMode =
  | { readonly kind: 'wallet' }
  | {
      readonly kind: 'month-fixed'
      readonly to: Currency
      readonly choice: 'mean' | 'last' | 'typed'
      readonly typed: ReadonlyMap<string, bigint>
    }
  | { readonly kind: 'as-of'; readonly to: Currency }

/** An amount of a day as the mode shows it; `rate` is null where it was not converted. */
export type ShownAmount =
  | { readonly kind: 'amount'; readonly picos: bigint; readonly currency: Currency; readonly rate: NamedRate | null }
  | { readonly kind: 'no rate'; readonly day: Day; readonly last: Day | null }

/**
 * Shows the amount of one day. Typed rates are by month and wallet ('2026-03 EUR'), units of the shown currency for one
 * of the wallet. Without a rate there is no amount, never that of another month.
 */
export function showAmount(
  amount: { readonly day: Day; readonly currency: Currency; readonly picos: bigint },
  mode: CurrencyMode,
  rates: ExchangeRates,
): ShownAmount {
  const { day, currency, picos } = amount
  if (mode.kind === 'wallet' || mode.to === currency) return { kind: 'amount', picos, currency, rate: null }
  const month = day.slice(0, 7)
  if (mode.kind === 'month-fixed' && mode.choice === 'typed') {
    const typed = mode.typed.get(`${month} ${currency}`)
    if (typed === undefined) return { kind: 'no rate', day, last: null }
    return shown(picos, typedRate(currency, mode.to, typed))
  }
  const answer =
    mode.kind === 'as-of'
      ? rateAsOf(rates, currency, mode.to, day)
      : rateOfMonth(rates, currency, mode.to, month, mode.choice === 'mean' ? 'mean' : 'last')
  return answer.kind === 'rate' ? shown(picos, answer.rate) : { kind: 'no rate', day, last: answer.last }
}

function shown(picos: bigint, rate: NamedRate): ShownAmount {
  return { kind: 'amount', picos: convert(picos, rate), currency: rate.to, rate }
}

/**
 * What is shown of an amount, dealt to its parts by largest remainder: they add up to what is shown of the whole, though
 * each rounded by itself would not. Parts that take away are dealt by themselves. 0.000000000001 three times at 0.5 shows
 * as 2 picos in all: 1, 1 and 0.
 */
export function dealShown(picosShown: bigint, parts: readonly bigint[]): bigint[] {
  const whole = parts.reduce((sum, part) => sum + part, 0n)
  const taken = parts.filter((part) => part < 0n).reduce((sum, part) => sum + part, 0n)
  if (taken === 0n) return parts.length === 0 ? [] : allocate(picosShown, parts)
  if (taken === whole) {
    return allocate(
      picosShown,
      parts.map((part) => -part),
    )
  }
  const takenShown = whole === 0n ? taken : mulDiv(picosShown, taken, whole)
  const dealt = [
    allocate(
      takenShown,
      parts.map((part) => (part < 0n ? -part : 0n)),
    ),
    allocate(
      picosShown - takenShown,
      parts.map((part) => (part < 0n ? 0n : part)),
    ),
  ]
  return parts.map((_, i) => dealt[0]![i]! + dealt[1]![i]!)
}
