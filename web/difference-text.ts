import { compare } from './decimal.ts'
import { amount, NONE, plainAmount } from './format.ts'

/** '↓ 3,868.80 USD less', '↑ 12.00 USD more', 'the same'. */
export function differenceText(value: string, currency: string): string {
  const sign = compare(value, '0')
  if (sign === 0) return 'the same'
  return sign < 0 ? `↓ ${amount(value.slice(1), currency)} less` : `↑ ${amount(value, currency)} more`
}

/** '+12.00', '−3.50', an em dash for nothing. */
export function signed(value: string, currency: string): string {
  const sign = compare(value, '0')
  if (sign === 0) return NONE
  return sign < 0 ? `−${plainAmount(value.slice(1), currency)}` : `+${plainAmount(value, currency)}`
}
