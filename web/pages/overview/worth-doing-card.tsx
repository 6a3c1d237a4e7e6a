import { useState } from 'preact/hooks'
import { api, recommendationsCsvUrl, type Recommendation } from '../../api.ts'
import { AskForm } from '../../components/ask-form.tsx'
import { Icon } from '../../components/icon.tsx'
import { PersonInput, usePerson } from '../../components/person-input.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import { ofWhom, type Parties } from '../../filters.ts'
import { amount, plainAmount, plural } from '../../format.ts'
import { useLoad } from '../../load.ts'
import { hrefOf } from '../../router.ts'

interface Props {
  readonly version: string
  readonly currency: string | null
  readonly parties: Parties
}

/** Of each wallet. */
const SHOWN = 3

/** What avoids most, wallet by wallet, with what it may cost; whoever knows better says so. */
export function WorthDoingCard({ version, currency, parties }: Props) {
  const [changes, setChanges] = useState(0)
  const { value, error, isLoading } = useLoad(`recommendations ${JSON.stringify([version, changes, parties])}`, () =>
    api.recommendations(parties),
  )
  if (error) return <ProblemNote error={error} />
  if (!value) return null
  const rows = value.filter((row) => row.dismissed === null && (currency === null || row.currency === currency))
  const wallets = [...Map.groupBy(rows, (row) => row.currency)]
  return (
    <section class="card" aria-busy={isLoading}>
      <div class="card-head">
        <h2>Worth doing</h2>
        {value.length > 0 && (
          <a class="button quiet" href={recommendationsCsvUrl({ currency, ...parties })} download>
            <Icon name="download" />
            CSV
          </a>
        )}
      </div>
      {rows.length === 0 && <p class="muted">Nothing{ofWhom(parties)} is worth recommending at present.</p>}
      {wallets.map(([wallet, own]) => (
        <Wallet key={wallet} wallet={wallet} rows={own} onDismissed={() => setChanges((n) => n + 1)} />
      ))}
      {rows.length > 0 && (
        <p class="muted">What could be avoided a month, 8 times in 10; these overlap, so they do not add up.</p>
      )}
    </section>
  )
}

interface WalletProps {
  readonly wallet: string
  readonly rows: readonly Recommendation[]
  readonly onDismissed: () => void
}

function Wallet({ wallet, rows, onDismissed }: WalletProps) {
  const [isWhole, setWhole] = useState(false)
  return (
    <>
      <h3>{wallet} wallet</h3>
      <ol class="worth-doing">
        {(isWhole ? rows : rows.slice(0, SHOWN)).map((row) => (
          <li key={row.id}>
            <Row row={row} onDismissed={onDismissed} />
          </li>
        ))}
      </ol>
      {rows.length > SHOWN && !isWhole && (
        <button type="button" class="button quiet" onClick={() => setWhole(true)}>
          Show all {rows.length}
        </button>
      )}
    </>
  )
}

function Row({ row, onDismissed }: { row: Recommendation; onDismissed: () => void }) {
  const { currency, perMonth, what, why, risk, resources } = row
  return (
    <>
      <span>
        {isOfSleep(row) ? <a href={hrefOf({ path: '/hibernation', params: { currency } })}>{what}</a> : <b>{what}</b>}{' '}
        <span class="forecast">{amount(perMonth.p50, currency)}</span>
        {perMonth.p10 !== perMonth.p90 && (
          <span class="muted">
            {' '}
            ({plainAmount(perMonth.p10, currency)} to {plainAmount(perMonth.p90, currency)})
          </span>
        )}
      </span>
      <small class="under">
        {why}
        {risk !== null && `; ${risk}`}
      </small>
      <details>
        <summary>
          {resources.length > 1 ? `${plural(resources.length, 'resource')}, or not wanted` : 'Not wanted'}
        </summary>
        {resources.length > 1 && <p>{resources.map(({ name }) => name).join(', ')}</p>}
        <DismissForm id={row.id} onDismissed={onDismissed} />
      </details>
    </>
  )
}

const isOfSleep = ({ kind }: Recommendation) => kind !== 'unattached volume' && kind !== 'old snapshots'

function DismissForm({ id, onDismissed }: { id: string; onDismissed: () => void }) {
  const [name, setName] = usePerson()
  const [reason, setReason] = useState('')
  const dismiss = async () => {
    await api.dismissRecommendation({ id, reason, by: name })
    onDismissed()
    return 'Not recommended any more.'
  }
  return (
    <AskForm label="Not wanted" button="Not wanted" ask={dismiss}>
      <label>
        <span>Why</span>
        <input
          type="text"
          value={reason}
          required
          maxLength={400}
          onInput={({ currentTarget }) => setReason(currentTarget.value)}
        />
      </label>
      <PersonInput name={name} onName={setName} />
    </AskForm>
  )
}
