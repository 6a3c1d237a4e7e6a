import type { BudgetRow } from '../../db/budget-repository.ts'
import type { BudgetScope } from '../../engine/budget/index.ts'
import { amountText } from '../alerts/words.ts'
import type { BudgetNow } from './budget-state.ts'

/** How a budget stands, in words: what is billed, what it will likely be, and what of that is over. */
export function budgetSentence({ currency, scope }: Pick<BudgetRow, 'currency' | 'scope'>, now: BudgetNow): string {
  const amount = (picos: bigint) => amountText(picos, currency)
  const { amountPicos, actualPicos, p10Picos, p50Picos, p90Picos, time } = now
  const billed = `${amount(actualPicos)} of ${amount(amountPicos)} billed`
  if (time === 'past') {
    const rest = amountPicos - actualPicos
    return rest < 0n ? `${billed}, ${amount(-rest)} over` : `${billed}, ${amount(rest)} were left`
  }
  // A name that is not spelt right has nothing: that is not the same as staying within.
  if (actualPicos === 0n && p90Picos === 0n && Object.keys(scope).length > 0)
    return `${billed}; nothing is billed or expected for ${scopeText(scope)}`
  const isKnown = p10Picos === actualPicos && p90Picos === actualPicos
  const likely = isKnown
    ? 'nothing more is expected'
    : `likely ${amount(p50Picos)} in the end (${amount(p10Picos)} to ${amount(p90Picos)}, 8 times in 10)`
  switch (now.state) {
    case 'over':
      return `${billed}: over by ${amount(actualPicos - amountPicos)}; ${likely}`
    case 'likely over':
      return `${billed}; ${likely}, which is ${amount(p50Picos - amountPicos)} over`
    case 'may go over':
      return `${billed}; ${likely}, so it may go over`
    case 'within':
      return `${billed}; ${likely}`
  }
}

const SCOPE_WORDS: Readonly<Record<keyof BudgetScope, string>> = {
  region: 'region',
  tier: 'tier',
  gpu_model: 'GPU model',
  resource_type: 'kind',
  resource: 'resource',
  project: 'project',
  owner: 'owner',
  cost_center: 'cost center',
}

/** 'project lab, region CANADA-1'; 'the whole wallet'. */
export function scopeText(scope: BudgetScope): string {
  const parts = Object.entries(scope).map(([key, value]) => `${SCOPE_WORDS[key as keyof BudgetScope]} ${value}`)
  return parts.length === 0 ? 'the whole wallet' : parts.join(', ')
}
