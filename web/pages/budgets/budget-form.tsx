import { useState } from 'preact/hooks'
import { budgetsApi, type Budget, type BudgetText } from '../../budgets-api.ts'
import { AskForm } from '../../components/ask-form.tsx'
import { ChoiceField, NumberField, TextField, TimeField } from '../../components/fields.tsx'
import { namedOf, type Parties } from '../../filters.ts'
import { startOfMonth, type Day } from '../../zone-time.ts'
import { SCOPE_OPTIONS } from './budget-words.ts'

interface Props {
  /** What is written anew; a new one without it. */
  readonly budget?: Budget
  /** Whom a new one is for, unless something else is typed. */
  readonly parties?: Parties
  readonly currencies: readonly string[]
  readonly today: Day
  readonly onKept: () => void
}

const PERIODS = [
  ['month', 'each month'],
  ['quarter', 'each quarter'],
  ['dates', 'once, from day to day'],
] as const

/** A budget as it is typed: its amounts from a day on, and what it is narrowed to. */
export function BudgetForm({ budget, parties, currencies, today, onKept }: Props) {
  const [name, setName] = useState(budget?.name ?? '')
  const [currency, setCurrency] = useState(budget?.currency ?? currencies[0] ?? 'USD')
  const [period, setPeriod] = useState(budget?.period ?? 'month')
  const [firstDay, setFirstDay] = useState(budget?.firstDay ?? startOfMonth(today))
  const [lastDay, setLastDay] = useState(budget?.lastDay ?? '')
  const [amounts, setAmounts] = useState(budget?.amounts ?? [{ from: startOfMonth(today), amount: '' }])
  const [scope, setScope] = useState(Object.entries(budget?.scope ?? namedOf(parties)))
  const [note, setNote] = useState(budget?.note ?? '')

  const keep = async () => {
    const text: BudgetText = {
      name,
      currency,
      period,
      firstDay,
      lastDay: lastDay === '' ? null : lastDay,
      // The first amount holds from the beginning on, whatever day was typed before.
      amounts: amounts.map((each, i) => (i === 0 ? { ...each, from: firstDay } : each)),
      scope: Object.fromEntries(scope.filter(([, value]) => value !== '')),
      note: note === '' ? null : note,
    }
    await (budget ? budgetsApi.putBudget(budget.budgetId, text) : budgetsApi.addBudget(text))
    onKept()
    return 'Kept.'
  }
  const changeAmount = (at: number, part: Partial<(typeof amounts)[number]>) =>
    setAmounts(amounts.map((each, i) => (i === at ? { ...each, ...part } : each)))
  const changeScope = (at: number, entry: [string, string]) =>
    setScope(scope.map((each, i) => (i === at ? entry : each)))

  return (
    <AskForm
      label={budget ? `Change ${budget.name}` : 'A new budget'}
      button={budget ? 'Keep it' : 'Add the budget'}
      ask={keep}
    >
      <TextField label="Name" value={name} isRequired onValue={setName} />
      <ChoiceField
        label="Wallet"
        value={currency}
        options={currencies.map((each) => [each, each])}
        onValue={setCurrency}
      />
      <ChoiceField
        label="For"
        value={period}
        options={PERIODS}
        onValue={(value) => setPeriod(value as Budget['period'])}
      />
      <TimeField label="From" kind="date" value={firstDay} isRequired onValue={setFirstDay} />
      <TimeField
        label={period === 'dates' ? 'Until and with' : 'Until and with (empty: goes on)'}
        kind="date"
        value={lastDay}
        isRequired={period === 'dates'}
        onValue={setLastDay}
      />
      {amounts.map(({ from, amount }, i) => (
        <span key={i} class="field-pair">
          {i > 0 && (
            <TimeField
              label="And from"
              kind="date"
              value={from}
              isRequired
              onValue={(day) => changeAmount(i, { from: day })}
            />
          )}
          <NumberField
            label={`Amount (${currency})`}
            value={amount}
            isRequired
            onValue={(value) => changeAmount(i, { amount: value })}
          />
        </span>
      ))}
      <button type="button" class="button quiet" onClick={() => setAmounts([...amounts, { from: today, amount: '' }])}>
        Another amount from a day on
      </button>
      {scope.map(([key, value], i) => (
        <span key={i} class="field-pair">
          <ChoiceField
            label="Only"
            value={key}
            options={SCOPE_OPTIONS}
            onValue={(chosen) => changeScope(i, [chosen, value])}
          />
          <TextField label="Which" value={value} onValue={(text) => changeScope(i, [key, text])} />
        </span>
      ))}
      <button
        type="button"
        class="button quiet"
        onClick={() =>
          setScope([...scope, [SCOPE_OPTIONS.find(([key]) => !scope.some(([had]) => had === key))![0], '']])
        }
        disabled={scope.length === SCOPE_OPTIONS.length}
      >
        Only a part of the wallet
      </button>
      <TextField label="Note" value={note} onValue={setNote} />
    </AskForm>
  )
}
