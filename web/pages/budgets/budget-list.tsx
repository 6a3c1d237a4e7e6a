import { useState } from 'preact/hooks'
import { budgetsApi, type Budget } from '../../budgets-api.ts'
import { AskButton } from '../../components/ask-button.tsx'
import { Icon } from '../../components/icon.tsx'
import { daysText } from '../../format.ts'
import { ofWhom, type Parties } from '../../filters.ts'
import type { Instant } from '../../zone-time.ts'
import { BudgetBar } from './budget-bar.tsx'
import { BudgetDetail } from './budget-detail.tsx'
import { BudgetForm } from './budget-form.tsx'
import { paceText, scopeText, stateUrgency } from './budget-words.ts'

interface Props {
  readonly rows: readonly Budget[]
  readonly parties: Parties
  readonly currencies: readonly string[]
  readonly zone: string
  readonly now: Instant
  readonly today: string
  readonly onChanged: () => void
}

/** Each budget: how it stands, drawn and in words, its days, and what can be changed. */
export function BudgetList({ rows, parties, ...shared }: Props) {
  if (rows.length === 0) {
    return <p class="muted">There is no budget{ofWhom(parties) || ' yet'}: nobody is told when too much is spent.</p>
  }
  return (
    <>
      {rows.map((budget) => (
        <BudgetEntry key={budget.budgetId} budget={budget} {...shared} />
      ))}
    </>
  )
}

function BudgetEntry({
  budget,
  currencies,
  zone,
  now,
  today,
  onChanged,
}: Omit<Props, 'rows' | 'parties'> & { budget: Budget }) {
  const [isOpen, setOpen] = useState(false)
  const { budgetId, name, scope, note, now: state } = budget
  const urgency = stateUrgency(state.state)
  return (
    <article class="alert">
      <h3>
        {name} <span class="muted">{scopeText(scope)}</span>
      </h3>
      <BudgetBar {...state} />
      <p>
        <span class={urgency}>
          {urgency !== 'ok' && <Icon name="warning" />} <strong>{state.state}</strong>
        </span>{' '}
        {state.sentence}.{' '}
        <span class="muted">
          {daysText(state.from, state.to, today)}, {paceText(state.pace) || 'not begun'}
          {state.early && '; early estimate, there is little history'}
        </span>
      </p>
      {note !== null && <p class="muted">{note}</p>}
      <BudgetDetail budget={budget} zone={zone} now={now} />
      <p class="actions">
        <button type="button" class="button quiet" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          Change
        </button>
        <AskButton
          isQuiet
          sure={`Take ${name} away?`}
          ask={async () => {
            await budgetsApi.removeBudget(budgetId)
            onChanged()
            return 'Taken away.'
          }}
        >
          Take away
        </AskButton>
      </p>
      {isOpen && <BudgetForm budget={budget} currencies={currencies} today={today} onKept={onChanged} />}
    </article>
  )
}
