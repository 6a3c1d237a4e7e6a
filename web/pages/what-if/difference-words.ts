import { compare } from '../../decimal.ts'
import { amount, NONE, plainAmount } from '../../format.ts'
import type { OutcomeWallet } from '../../what-if-api.ts'

export const CAUSES = ['price', 'hours', 'count', 'state', 'storage', 'tax'] as const
type Cause = (typeof CAUSES)[number]

/** What is behind each cause, for whoever asks. */
export const CAUSE_WORDS: Readonly<Record<Cause, string>> = {
  price: 'another price: model, tier or list',
  hours: 'there for more or fewer hours',
  count: 'more or fewer machines and GPUs',
  state: 'asleep instead of on, or on instead of asleep',
  storage: 'volumes and snapshots',
  tax: 'tax on topping up',
}

/** '↓ 3,868.80 USD less', '↑ 12.00 USD more', 'the same'. */
export function differenceText(value: string, currency: string): string {
  const sign = compare(value, '0')
  if (sign === 0) return 'the same'
  return sign < 0 ? `↓ ${amount(value.slice(1), currency)} less` : `↑ ${amount(value, currency)} more`
}

/** The difference as a sentence: '↓ 3,868.80 USD less: price −3,900.00, state +31.20'. */
export function causesSentence({ currency, difference }: Pick<OutcomeWallet, 'currency' | 'difference'>): string {
  const parts = CAUSES.flatMap((cause) => {
    const value = difference[cause]
    return compare(value, '0') === 0 ? [] : [`${cause} ${signed(value, currency)}`]
  })
  const whole = differenceText(difference.total, currency)
  return parts.length === 0 ? whole : `${whole}: ${parts.join(', ')}`
}

/** '+12.00', '−3.50', an em dash for nothing. */
export function signed(value: string, currency: string): string {
  const sign = compare(value, '0')
  if (sign === 0) return NONE
  return sign < 0 ? `−${plainAmount(value.slice(1), currency)}` : `+${plainAmount(value, currency)}`
}

/** '63 in 100'; 'not known' where there is too little history. */
export function chanceText(chance: number | null): string {
  if (chance === null) return 'not known'
  if (chance < 0.01) return 'under 1 in 100'
  return chance > 0.99 ? 'over 99 in 100' : `${Math.round(chance * 100)} in 100`
}
