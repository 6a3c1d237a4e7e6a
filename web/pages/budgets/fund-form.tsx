import { useState } from 'preact/hooks'
import { budgetsApi, type Fund } from '../../budgets-api.ts'
import { AskForm } from '../../components/ask-form.tsx'
import { ChoiceField, NumberField, TextField, TimeField } from '../../components/fields.tsx'
import { namedOf, type Parties } from '../../filters.ts'
import { startOfMonth, type Day } from '../../zone-time.ts'

interface Props {
  /** What is written anew; a new one without it. */
  readonly fund?: Fund
  /** Who draws on a new one, unless somebody else is typed. */
  readonly parties?: Parties
  readonly currencies: readonly string[]
  readonly today: Day
  readonly onKept: () => void
}

const namesOf = (list: string): string[] =>
  list
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')

/** A grant as it is typed. */
export function FundForm({ fund, parties, currencies, today, onKept }: Props) {
  const named = namedOf(parties)
  const [name, setName] = useState(fund?.name ?? '')
  const [currency, setCurrency] = useState(fund?.currency ?? currencies[0] ?? 'USD')
  const [granted, setGranted] = useState(fund?.amount ?? '')
  const [firstDay, setFirstDay] = useState(fund?.firstDay ?? startOfMonth(today))
  const [lastDay, setLastDay] = useState(fund?.lastDay ?? '')
  const [projects, setProjects] = useState(fund?.projects.join(', ') ?? named.project ?? '')
  const [owners, setOwners] = useState(fund?.owners.join(', ') ?? named.owner ?? '')
  const [costCenters, setCostCenters] = useState(fund?.costCenters.join(', ') ?? named.cost_center ?? '')
  const [note, setNote] = useState(fund?.note ?? '')
  const keep = async () => {
    const text = {
      name,
      currency,
      amount: granted,
      firstDay,
      lastDay,
      projects: namesOf(projects),
      owners: namesOf(owners),
      costCenters: namesOf(costCenters),
      note: note === '' ? null : note,
    }
    await (fund ? budgetsApi.putFund(fund.fundId, text) : budgetsApi.addFund(text))
    onKept()
    return 'Kept.'
  }
  return (
    <AskForm
      label={fund ? `Change ${fund.name}` : 'A new grant'}
      button={fund ? 'Keep it' : 'Add the grant'}
      ask={keep}
    >
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
      <TextField label="Projects, by commas (empty: each)" value={projects} onValue={setProjects} />
      <TextField label="Owners, by commas (empty: each)" value={owners} onValue={setOwners} />
      <TextField label="Cost centers, by commas (empty: each)" value={costCenters} onValue={setCostCenters} />
      <TextField label="Note" value={note} onValue={setNote} />
    </AskForm>
  )
}
