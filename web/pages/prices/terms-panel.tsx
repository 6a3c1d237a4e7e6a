import { useState } from 'preact/hooks'
import { AskButton } from '../../components/ask-button.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { ChoiceField } from '../../components/fields.tsx'
import { momentText, unitPrice } from '../../format.ts'
import { skuText, unitText } from '../../price-words.ts'
import { pricesApi, type Prices } from '../../prices-api.ts'
import { SavedForm } from './saved-form.tsx'

interface Props {
  readonly prices: Prices
  readonly zone: string
  readonly now: number
  readonly onTaken: () => void
}

type Kind = 'contract' | 'discount' | 'list'

const KINDS: Readonly<Record<Kind, string>> = {
  contract: 'a price agreed on',
  discount: 'a discount off the list',
  list: 'a list price of that time',
}

/** A contract, a discount or a line of a dated list: what was typed or came by a file. */
interface Entry {
  readonly kind: 'list' | 'contract'
  readonly sku: string
  readonly currency: string
  readonly price: string | null
  readonly unit: string | null
  readonly discountPercent: string | null
  readonly from: string
  readonly to: string | null
}

/** What was agreed on with this account, and the lists of other days that were given. */
export function TermsPanel({ prices, zone, now, onTaken }: Props) {
  const moment = (at: string) => momentText(Date.parse(at), zone, now)
  return (
    <section class="card planning" aria-label="Contracts, discounts and dated lists">
      <DataTable
        caption="Yours: contracts, discounts, and lists of other days"
        columns={[
          {
            key: 'sku',
            label: 'What',
            sortBy: ({ sku }) => skuText(sku),
            cell: ({ sku, currency }) => `${sku.endsWith('*') ? `all of ${sku}` : skuText(sku)}, ${currency}`,
          },
          {
            key: 'kind',
            label: 'Kind',
            sortBy: ({ kind }) => kind,
            cell: (entry) => (entry.kind === 'list' ? 'list' : 'yours'),
          },
          { key: 'terms', label: 'Terms', isNumber: true, cell: termsText },
          {
            key: 'from',
            label: 'In force',
            sortBy: ({ from }) => Date.parse(from),
            cell: ({ from, to }) => (
              <>
                since {moment(from)}
                {to !== null && <span class="under">until {moment(to)}</span>}
              </>
            ),
          },
          {
            key: 'remove',
            label: 'Actions',
            cell: ({ kind, sku, currency, from }) => (
              <AskButton
                isQuiet
                sure="Take it away? Its days are recalculated."
                ask={async () => {
                  const { note } = await pricesApi.deletePriceEntry({ kind, sku, currency, from })
                  onTaken()
                  return note
                }}
              >
                Take away
              </AskButton>
            ),
          },
        ]}
        rows={entriesOf(prices)}
        rowKey={({ kind, sku, currency, from }) => `${kind} ${sku} ${currency} ${from}`}
        empty="Nothing was agreed on and no list of another day was given: what the API tells holds, from when it was first read."
        shown={10}
      />
      <EntryForm prices={prices} onTaken={onTaken} />
    </section>
  )
}

function termsText({ price, unit, discountPercent, currency }: Entry) {
  if (price === null) return `${discountPercent ?? '0'} % off the list`
  return (
    <>
      {unitPrice(price, currency)}
      {unit !== null && <span class="under">{unitText(unit)}</span>}
    </>
  )
}

function entriesOf({ terms, rows }: Prices): Entry[] {
  const lists = rows.flatMap(({ sku, currency, unit, history }) =>
    history.flatMap(({ price, source, since, until }): Entry[] =>
      source === 'imported'
        ? [{ kind: 'list', sku, currency, price, unit, discountPercent: null, from: since, to: until }]
        : [],
    ),
  )
  return [...terms.map((one): Entry => ({ kind: 'contract', ...one })), ...lists]
}

function EntryForm({ prices: { rows }, onTaken }: { prices: Prices; onTaken: () => void }) {
  const skus = [...new Set(rows.map(({ sku }) => sku))]
  const wallets = [...new Set(rows.map(({ currency }) => currency))]
  const [kind, setKind] = useState<Kind>('contract')
  const [sku, setSku] = useState(skus[0] ?? '')
  const [currency, setCurrency] = useState(wallets.find((one) => one === 'USD') ?? wallets[0] ?? 'USD')
  const [amount, setAmount] = useState('')
  const [from, setFrom] = useState('')
  const [to, setTo] = useState('')
  const save = async () => {
    const { note } = await pricesApi.putPriceEntry({
      kind: kind === 'list' ? 'list' : 'contract',
      sku,
      currency,
      ...(kind === 'discount' ? { discountPercent: amount } : { price: amount }),
      from,
      ...(to === '' ? {} : { to }),
    })
    setAmount('')
    return note
  }
  return (
    <SavedForm label="Add a price" button="Keep this price" save={save} onSaved={onTaken}>
      <label>
        <span>Add</span>
        <select value={kind} onChange={({ currentTarget }) => setKind(currentTarget.value as Kind)}>
          {(Object.keys(KINDS) as Kind[]).map((each) => (
            <option key={each} value={each}>
              {KINDS[each]}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>{kind === 'discount' ? 'Of (gpu/legacy/* = all of them)' : 'Of'}</span>
        <input
          type="text"
          required
          size={30}
          list="known-skus"
          value={sku}
          onInput={({ currentTarget }) => setSku(currentTarget.value.trim())}
        />
        <datalist id="known-skus">
          {skus.map((each) => (
            <option key={each} value={each}>
              {skuText(each)}
            </option>
          ))}
        </datalist>
      </label>
      <ChoiceField
        label="Wallet"
        value={currency}
        options={wallets.map((each) => [each, each])}
        onValue={setCurrency}
      />
      <label>
        <span>{kind === 'discount' ? 'Percent off' : `${currency} ${unitOf(rows, sku)}`}</span>
        <input
          type="text"
          inputMode="decimal"
          required
          size={8}
          value={amount}
          onInput={({ currentTarget }) => setAmount(currentTarget.value.trim())}
        />
      </label>
      <label>
        <span>From</span>
        <input type="date" required value={from} onChange={({ currentTarget }) => setFrom(currentTarget.value)} />
      </label>
      <label>
        <span>Until (empty = no end)</span>
        <input type="date" value={to} onChange={({ currentTarget }) => setTo(currentTarget.value)} />
      </label>
    </SavedForm>
  )
}

function unitOf(rows: Prices['rows'], sku: string): string {
  const known = rows.find((row) => row.sku === sku)
  return known ? unitText(known.unit) : 'price'
}
