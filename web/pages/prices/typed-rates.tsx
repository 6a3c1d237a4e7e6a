import { useState } from 'preact/hooks'
import { AskButton } from '../../components/ask-button.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { ChoiceField } from '../../components/fields.tsx'
import { unitPrice } from '../../format.ts'
import { useLoad } from '../../load.ts'
import { pricesApi } from '../../prices-api.ts'
import { SavedForm } from './saved-form.tsx'

interface Props {
  readonly currencies: readonly string[]
  /** The currency that amounts are shown in. */
  readonly display: string
  readonly version: string
  readonly onTaken: () => void
}

/** One rate a month, typed: what a finance department has fixed. */
export function TypedRates({ currencies, display, version, onTaken }: Props) {
  const { value } = useLoad(`typed rates ${version}`, () => pricesApi.fx())
  const rows = (value?.typed ?? []).filter(({ to }) => to === display)
  return (
    <>
      <DataTable
        caption={`Rates typed for a month, in ${display}`}
        columns={[
          { key: 'month', label: 'Month', sortBy: ({ month }) => month, cell: ({ month }) => month },
          { key: 'from', label: 'Wallet', sortBy: ({ from }) => from, cell: ({ from }) => from },
          {
            key: 'rate',
            label: `${display} for one`,
            isNumber: true,
            cell: ({ rate, to }) => unitPrice(rate, to),
          },
          {
            key: 'remove',
            label: 'Actions',
            cell: ({ month, from, to }) => (
              <AskButton
                isQuiet
                ask={async () => {
                  await pricesApi.deleteTypedRate({ month, from, to })
                  onTaken()
                  return 'Taken away.'
                }}
              >
                Take away
              </AskButton>
            ),
          },
        ]}
        rows={rows}
        rowKey={({ month, from, to }) => `${month} ${from} ${to}`}
        empty={`No rate in ${display} was typed yet.`}
        shown={12}
      />
      <RateForm wallets={currencies.filter((each) => each !== display)} display={display} onTaken={onTaken} />
    </>
  )
}

function RateForm({ wallets, display, onTaken }: { wallets: string[]; display: string; onTaken: () => void }) {
  const [month, setMonth] = useState('')
  const [chosen, setFrom] = useState('')
  const [rate, setRate] = useState('')
  const from = wallets.find((each) => each === chosen) ?? wallets[0]
  if (from === undefined) return null
  const save = async () => {
    const kept = await pricesApi.putTypedRate({ month, from, to: display, rate })
    setRate('')
    return `${kept.month}: ${unitPrice(kept.rate, display)} for one ${from}.`
  }
  return (
    <SavedForm label="Type a rate" button="Keep this rate" save={save} onSaved={onTaken}>
      <label>
        <span>Month</span>
        <input type="month" required value={month} onChange={({ currentTarget }) => setMonth(currentTarget.value)} />
      </label>
      <ChoiceField label="Wallet" value={from} options={wallets.map((each) => [each, each])} onValue={setFrom} />
      <label>
        <span>
          {display} for one {from}
        </span>
        <input
          type="text"
          inputMode="decimal"
          required
          size={10}
          value={rate}
          onInput={({ currentTarget }) => setRate(currentTarget.value.trim())}
        />
      </label>
    </SavedForm>
  )
}
