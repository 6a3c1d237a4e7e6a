import { useState } from 'preact/hooks'
import { ApiError } from '../../api.ts'
import { booksApi, type Proposal, type TopUp, type TopUps } from '../../books-api.ts'
import { DataTable } from '../../components/data-table.tsx'
import { FileImport } from '../../components/file-import.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import { picosOf } from '../../decimal.ts'
import { amount, dayText, NONE, plural } from '../../format.ts'
import type { Day } from '../../zone-time.ts'
import { TopUpForm } from './top-up-form.tsx'

interface Props {
  readonly topUps: TopUps
  readonly currencies: readonly string[]
  readonly today: Day
  readonly onChanged: () => void
}

const KINDS: Readonly<Record<TopUp['kind'], string>> = {
  'top-up': 'bought',
  voucher: 'voucher',
  adjustment: 'adjustment',
}

/** Credit that came in: rises to be confirmed, what was typed, and a file of receipts. */
export function TopUpPanel({ topUps: { rows, proposals }, currencies, today, onChanged }: Props) {
  const [open, setOpen] = useState<Proposal | 'new' | null>(null)
  const [error, setError] = useState<ApiError | null>(null)
  const onDone = () => {
    setOpen(null)
    onChanged()
  }
  const remove = async (id: number) => {
    setError(null)
    try {
      await booksApi.removeTopUp(id)
      onChanged()
    } catch (cause) {
      setError(cause instanceof ApiError ? cause : new ApiError(String(cause)))
    }
  }
  return (
    <section class="card planning">
      {error && <ProblemNote error={error} />}
      {proposals.length > 0 && (
        <DataTable
          caption="Rises beyond the charges: were these top-ups?"
          columns={[
            { key: 'day', label: 'Day', cell: ({ day }) => dayText(day, today) },
            { key: 'net', label: 'Rise', isNumber: true, cell: ({ net, currency }) => amount(net, currency) },
            {
              key: 'confirm',
              label: 'Receipt',
              cell: (proposal) => (
                <button type="button" class="button quiet" onClick={() => setOpen(proposal)}>
                  Confirm it
                </button>
              ),
            },
          ]}
          rows={proposals}
          rowKey={({ currency, creditedAt }) => `${currency} ${creditedAt}`}
          empty=""
          shown={8}
        />
      )}
      {open === null ? (
        <div class="actions">
          <button type="button" class="button" onClick={() => setOpen('new')}>
            Type a top-up
          </button>
          <FileImport
            label="Take a list of top-ups"
            send={async (csv) => {
              const { taken, known } = await booksApi.importTopUps(csv)
              return `${plural(taken, 'top-up')} taken${known > 0 ? `, ${known} known` : ''}.`
            }}
            onTaken={onChanged}
          />
        </div>
      ) : (
        <TopUpForm
          key={open === 'new' ? 'new' : open.creditedAt}
          currencies={currencies}
          today={today}
          proposal={open === 'new' ? null : open}
          onDone={onDone}
        />
      )}
      <DataTable
        caption="Top-ups and vouchers"
        columns={[
          {
            key: 'day',
            label: 'Day',
            sortBy: ({ day }) => day,
            cell: ({ day, kind, receipt }) => (
              <>
                {dayText(day, today)}
                <span class="under">
                  {KINDS[kind]}
                  {receipt !== null && `, receipt ${receipt}`}
                </span>
              </>
            ),
          },
          { key: 'net', label: 'Net', isNumber: true, cell: ({ net, currency }) => amount(net, currency) },
          {
            key: 'tax',
            label: 'Tax',
            isNumber: true,
            cell: ({ tax, taxName, currency }) => (
              <>
                {picosOf(tax) === 0n ? NONE : amount(tax, currency)}
                {taxName !== null && <span class="under">{taxName}</span>}
              </>
            ),
          },
          { key: 'fund', label: 'Fund', cell: ({ fund }) => fund ?? NONE },
          { key: 'note', label: 'Note', cell: ({ note }) => note ?? NONE },
          {
            key: 'remove',
            label: 'Change',
            cell: ({ topUpId }) => (
              <button type="button" class="button quiet" onClick={() => void remove(topUpId)}>
                Take away
              </button>
            ),
          },
        ]}
        rows={rows}
        rowKey={({ topUpId }) => String(topUpId)}
        empty="No top-up is written down yet. The rises of the balance are proposed above as they come."
        shown={20}
      />
    </section>
  )
}
