import { useState } from 'preact/hooks'
import { ApiError } from '../../api.ts'
import { booksApi, type Proposal, type TopUpAsked } from '../../books-api.ts'
import { ProblemNote } from '../../components/problem-note.tsx'
import type { Day } from '../../zone-time.ts'

interface Props {
  readonly currencies: readonly string[]
  readonly today: Day
  /** The rise that is confirmed; null where one is typed in. */
  readonly proposal: Proposal | null
  readonly onDone: () => void
}

/** What a rise of the balance was, as the receipt says. */
export function TopUpForm({ currencies, today, proposal, onDone }: Props) {
  const [asked, setAsked] = useState<TopUpAsked>(() =>
    proposal === null
      ? { kind: 'top-up', currency: currencies[0] ?? 'USD', day: today, net: '', tax: '0' }
      : {
          kind: 'top-up',
          currency: proposal.currency,
          day: proposal.day,
          net: proposal.net,
          tax: '0',
          creditedAt: proposal.creditedAt,
        },
  )
  const [error, setError] = useState<ApiError | null>(null)
  const change = (part: Partial<TopUpAsked>) => setAsked((before) => ({ ...before, ...part }))
  const save = async () => {
    setError(null)
    try {
      await booksApi.addTopUp(asked)
      onDone()
    } catch (cause) {
      setError(cause instanceof ApiError ? cause : new ApiError(String(cause)))
    }
  }
  const text = (label: string, key: 'net' | 'tax' | 'taxName' | 'receipt' | 'fund' | 'note', placeholder = '') => (
    <label>
      <span>{label}</span>
      <input
        type="text"
        inputMode={key === 'net' || key === 'tax' ? 'decimal' : undefined}
        placeholder={placeholder}
        value={asked[key] ?? ''}
        onInput={({ currentTarget }) =>
          change({ [key]: currentTarget.value.trim() || (key === 'net' ? '' : key === 'tax' ? '0' : null) })
        }
      />
    </label>
  )
  return (
    <form
      class="books-form"
      aria-label={proposal === null ? 'A top-up' : `The top-up of ${proposal.day}`}
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <div class="books-fields">
        <label>
          <span>What it was</span>
          <select
            value={asked.kind}
            onChange={({ currentTarget }) => change({ kind: currentTarget.value as NonNullable<TopUpAsked['kind']> })}
          >
            <option value="top-up">credit that was bought</option>
            <option value="voucher">a voucher: credit without money</option>
            <option value="adjustment">another change of the balance</option>
          </select>
        </label>
        <label>
          <span>Wallet</span>
          <select
            value={asked.currency}
            disabled={proposal !== null}
            onChange={({ currentTarget }) => change({ currency: currentTarget.value })}
          >
            {currencies.map((each) => (
              <option key={each} value={each}>
                {each}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span>Day it came into the wallet</span>
          <input
            type="date"
            value={asked.day}
            max={today}
            disabled={proposal !== null}
            onInput={({ currentTarget }) => change({ day: currentTarget.value })}
          />
        </label>
        {text('Net amount', 'net', '1000')}
        {asked.kind === 'top-up' && text('Tax on top', 'tax')}
        {asked.kind === 'top-up' && text('Which tax', 'taxName', 'GST 18 %, VAT 25 %')}
        {text('Receipt number', 'receipt')}
        {text('Fund', 'fund', 'grant or budget that paid it')}
        {text('Note', 'note')}
      </div>
      <div class="actions">
        <button type="submit" class="button">
          {proposal === null ? 'Write it down' : 'Confirm it'}
        </button>
        <button type="button" class="button quiet" onClick={onDone}>
          Leave it
        </button>
      </div>
      {error && <ProblemNote error={error} />}
    </form>
  )
}
