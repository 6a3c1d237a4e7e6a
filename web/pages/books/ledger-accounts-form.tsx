import { useState } from 'preact/hooks'
import { booksApi, ledgerAccountsUrl, type LedgerAccount } from '../../books-api.ts'
import { AskForm } from '../../components/ask-form.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { ChoiceField, TextField } from '../../components/fields.tsx'
import { FileImport } from '../../components/file-import.tsx'
import { Icon } from '../../components/icon.tsx'
import { plural } from '../../format.ts'
import { BOOKING_LABELS } from './booking-words.ts'

interface Props {
  readonly rows: readonly LedgerAccount[]
  readonly currencies: readonly string[]
  readonly onChanged: () => void
}

type Kind = LedgerAccount['kind']
const KINDS = Object.entries(BOOKING_LABELS) as [Kind, string][]

/** Where bookings go: by kind, and where wanted by wallet and cost centre; the most particular line counts. */
export function LedgerAccountsForm({ rows, currencies, onChanged }: Props) {
  const [kind, setKind] = useState<Kind>('use')
  const [currency, setCurrency] = useState('')
  const [costCenter, setCostCenter] = useState('')
  const [account, setAccount] = useState('')
  const [contraAccount, setContraAccount] = useState('')
  const keep = async (all: readonly LedgerAccount[]) => {
    await booksApi.keepLedgerAccounts([...all])
    onChanged()
    return 'Kept.'
  }
  const add = () => {
    const added = { kind, currency: currency || null, costCenter: costCenter.trim() || null, account, contraAccount }
    const others = rows.filter(
      (row) => row.kind !== kind || row.currency !== added.currency || row.costCenter !== added.costCenter,
    )
    return keep([...others, added])
  }
  return (
    <>
      <DataTable
        caption="Where bookings go"
        isCaptionHidden
        columns={[
          { key: 'kind', label: 'Booking', cell: (row) => BOOKING_LABELS[row.kind] },
          { key: 'currency', label: 'Wallet', cell: (row) => row.currency ?? 'any' },
          { key: 'cost-center', label: 'Cost center', cell: (row) => row.costCenter ?? 'any' },
          { key: 'account', label: 'Debit', cell: (row) => row.account },
          { key: 'contra', label: 'Credit', cell: (row) => row.contraAccount },
          {
            key: 'remove',
            label: 'Change',
            cell: (row) => (
              <button type="button" class="button quiet" onClick={() => void keep(rows.filter((each) => each !== row))}>
                Take away
              </button>
            ),
          },
        ]}
        rows={rows}
        rowKey={(row) => JSON.stringify([row.kind, row.currency, row.costCenter])}
        empty="No ledger account is named yet."
      />
      <p class="muted">
        Debit and credit of a positive amount, turned round for a negative one. A top-up, a voucher and an unexplained
        rise raise the credit of the wallet; use and corrections lower it.
      </p>
      <AskForm label="Name a ledger account" button="Keep it" ask={add}>
        <ChoiceField label="Booking" value={kind} options={KINDS} onValue={(value) => setKind(value as Kind)} />
        <ChoiceField
          label="Wallet"
          value={currency}
          options={[['', 'any'], ...currencies.map((each) => [each, each] as const)]}
          onValue={setCurrency}
        />
        <TextField label="Cost center (blank: any)" value={costCenter} onValue={setCostCenter} />
        <TextField label="Debit account" value={account} isRequired onValue={setAccount} />
        <TextField label="Credit account" value={contraAccount} isRequired onValue={setContraAccount} />
      </AskForm>
      <div class="actions">
        <a class="button" href={ledgerAccountsUrl()} download>
          <Icon name="download" />
          The table as CSV
        </a>
        <FileImport
          label="Take a table"
          send={async (csv) => `${plural((await booksApi.importLedgerAccounts(csv)).rows.length, 'line')} taken.`}
          onTaken={onChanged}
        />
      </div>
    </>
  )
}
