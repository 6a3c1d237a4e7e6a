import type { Budget } from '../../budgets-api.ts'
import { Icon } from '../../components/icon.tsx'
import { plainAmount } from '../../format.ts'
import { hrefOf } from '../../router.ts'
import { stateUrgency } from '../budgets/budget-words.ts'

/** How the budgets of one wallet stand, a line for each that runs. */
export function BudgetLines({ budgets, currency }: { budgets: readonly Budget[]; currency: string }) {
  const running = budgets.filter((budget) => budget.currency === currency && budget.now.time === 'running')
  if (running.length === 0) return null
  return (
    <>
      <h3>
        <a href={hrefOf({ path: '/budgets', params: {} })}>Budgets</a>
      </h3>
      <ul>
        {running.map(({ budgetId, name, now }) => {
          const urgency = stateUrgency(now.state)
          return (
            <li key={budgetId}>
              {name}: {plainAmount(now.actual, currency)} of {plainAmount(now.amount, currency)}, likely{' '}
              {plainAmount(now.p50, currency)}{' '}
              <span class={urgency}>
                {urgency !== 'ok' && <Icon name="warning" />} {now.state}
              </span>
            </li>
          )
        })}
      </ul>
    </>
  )
}
