import { useState } from 'preact/hooks'
import { budgetsApi } from '../../budgets-api.ts'
import { AskForm } from '../../components/ask-form.tsx'
import { ChoiceField, NumberField, TextField, TimeField } from '../../components/fields.tsx'
import { startOfMonth, type Day } from '../../zone-time.ts'

interface Props {
  readonly currencies: readonly string[]
  readonly today: Day
  readonly onKept: () => void
}

/** A grant as it is typed. */
export function FundForm({ currencies, today, onKept }: Props) {
  const [name, setName] = useState('')
  const [currency, setCurrency] = useState(currencies[0] ?? 'USD')
  const [granted, setGranted] = useState('')
  const [firstDay, setFirstDay] = useState(startOfMonth(today))
  const [lastDay, setLastDay] = useState('')
  const [projects, setProjects] = useState('')
  const add = async () => {
    await budgetsApi.addFund({
      name,
      currency,
      amount: granted,
      firstDay,
      lastDay,
      projects: projects
        .split(',')
        .map((project) => project.trim())
        .filter((project) => project !== ''),
    })
    onKept()
    return 'Kept.'
  }
  return (
    <AskForm label="A new grant" button="Add the grant" ask={add}>
      <TextField label="Name" value={name} isRequired onValue={setName} />
      <ChoiceField
        label="Wallet"
        value={currency}
        options={currencies.map((each) => [each, each])}
        onValue={setCurrency}
      />
      <NumberField label={`Granted (${currency})`} value={granted} isRequired onValue={setGranted} />
      <TimeField label="From" kind="date" value={firstDay} isRequired onValue={setFirstDay} />
      <TimeField label="Until and with" kind="date" value={lastDay} isRequired onValue={setLastDay} />
      <TextField label="Projects, by commas (empty: the whole wallet)" value={projects} onValue={setProjects} />
    </AskForm>
  )
}
