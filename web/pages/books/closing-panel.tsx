import { useState } from 'preact/hooks'
import { booksApi, type Closing } from '../../books-api.ts'
import { AskForm } from '../../components/ask-form.tsx'
import { PersonInput, usePerson } from '../../components/person-input.tsx'
import { momentText } from '../../format.ts'
import type { Day, Instant } from '../../zone-time.ts'
import { ChangedSince } from './changed-since.tsx'
import { ClosedFiles } from './closed-files.tsx'
import { monthText } from './months.ts'

interface Props {
  readonly closing: Closing
  readonly today: Day
  readonly zone: string
  readonly now: Instant
  readonly onChanged: () => void
}

/** Closes the month, saying what is still open; of a closed one what it came to be since, its files, and the way back. */
export function ClosingPanel({ closing, today, zone, now, onChanged }: Props) {
  const { month, closed, open, changedSince } = closing
  return (
    <section class="card planning" aria-label={`Closing ${monthText(month)}`}>
      <h2>{closed ? `${monthText(month)} is closed` : `Close ${monthText(month)}`}</h2>
      {closed ? (
        <>
          <p class="muted">
            Closed {momentText(Date.parse(closed.at), zone, now)} by {closed.by}: its figures, whose they are, the
            prices and the files stay as they were.
          </p>
          <ChangedSince rows={changedSince} today={today} />
          <ClosedFiles closing={closing} />
          {open.length > 0 && (
            <details>
              <summary>What was still open when it was closed</summary>
              <Items open={open} />
            </details>
          )}
          {closing.canReopen && <ReopenForm key={month} closing={closing} onChanged={onChanged} />}
        </>
      ) : (
        <>
          {open.length === 0 ? (
            <p>Nothing is open: the bills were read after its end and the wallets tie.</p>
          ) : (
            <>
              <p>Still open:</p>
              <Items open={open} />
            </>
          )}
          {!open.some(({ blocks }) => blocks) && <CloseForm key={month} closing={closing} onChanged={onChanged} />}
        </>
      )}
    </section>
  )
}

const Items = ({ open }: Pick<Closing, 'open'>) => (
  <ul class="open-items">
    {open.map(({ kind, words }) => (
      <li key={`${kind} ${words}`}>{words}</li>
    ))}
  </ul>
)

function CloseForm({ closing: { month, open }, onChanged }: Pick<Props, 'closing' | 'onChanged'>) {
  const [name, setName] = usePerson()
  const [accept, setAccept] = useState(false)
  const mustAccept = open.some(({ kind }) => kind !== 'earlier')
  const close = async () => {
    await booksApi.closeMonth(month, { by: name.trim(), accept })
    onChanged()
    return `${monthText(month)} is closed.`
  }
  return (
    <AskForm label={`Close ${monthText(month)}`} button={`Close ${monthText(month)}`} ask={close}>
      <PersonInput name={name} onName={setName} />
      {mustAccept && (
        <label class="check">
          <input
            type="checkbox"
            checked={accept}
            required
            onChange={({ currentTarget }) => setAccept(currentTarget.checked)}
          />
          <span>Close it in spite of what is still open</span>
        </label>
      )}
    </AskForm>
  )
}

function ReopenForm({ closing: { month, reopenAsks }, onChanged }: Pick<Props, 'closing' | 'onChanged'>) {
  const [name, setName] = usePerson()
  const [reason, setReason] = useState('')
  const reopen = async () => {
    await booksApi.reopenMonth(month, { by: name.trim(), reason })
    onChanged()
    return `${monthText(month)} is open again.`
  }
  if (reopenAsks === 'a token to be set')
    return (
      <p class="muted">
        Only an admin opens it again, and there is none: this server is reached by others too (QM_HOSTS, QM_BASE_URL).
        Set QM_ADMIN_TOKEN and start it again.
      </p>
    )
  return (
    <details>
      <summary>Open it again</summary>
      <p class="muted">
        Its kept figures and files go; who did it and why is kept.{' '}
        {reopenAsks === 'admin and reason'
          ? 'An admin does it, with the token that the server was started with (QM_ADMIN_TOKEN).'
          : 'Nobody but you reaches a server on loopback, so you are its admin; QM_ADMIN_TOKEN makes it ask for a token.'}
      </p>
      <AskForm label={`Open ${monthText(month)} again`} button="Open it again" ask={reopen}>
        <PersonInput name={name} onName={setName} />
        <label>
          <span>Why</span>
          <input
            type="text"
            minLength={3}
            maxLength={1000}
            required
            value={reason}
            onInput={({ currentTarget }) => setReason(currentTarget.value)}
          />
        </label>
      </AskForm>
    </details>
  )
}
