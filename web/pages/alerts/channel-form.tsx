import { useState } from 'preact/hooks'
import { alertsApi, type Channel, type CreatedChannel } from '../../alerts-api.ts'
import { ApiError } from '../../api.ts'
import { ProblemNote } from '../../components/problem-note.tsx'

interface Props {
  /** Whether a mail server is set. */
  readonly hasMail: boolean
  readonly onAdded: () => void
}

const TARGETS: Readonly<Record<Channel['kind'], string>> = {
  webhook: 'https://hooks.example.com/quartermaster',
  slack: 'https://hooks.slack.com/services/...',
  mail: 'ops@example.com, lead@example.com',
}

/** Adds a channel; the key that signs a webhook's messages is shown once. */
export function ChannelForm({ hasMail, onAdded }: Props) {
  const [kind, setKind] = useState<Channel['kind']>('webhook')
  const [name, setName] = useState('')
  const [target, setTarget] = useState('')
  const [result, setResult] = useState<CreatedChannel | ApiError | null>(null)
  const add = async (event: SubmitEvent) => {
    event.preventDefault()
    try {
      setResult(await alertsApi.addChannel({ kind, name, target }))
      setName('')
      setTarget('')
      onAdded()
    } catch (cause) {
      setResult(cause instanceof ApiError ? cause : new ApiError(String(cause)))
    }
  }
  return (
    <>
      <p class="muted">
        A channel that bears the name of a project, an owner or a cost center is told what is about it; the others are
        told everything, unless a rule says whom.
      </p>
      <form class="rule-form" aria-label="Add a channel" onSubmit={(event) => void add(event)}>
        <label>
          <span>Kind</span>
          <select value={kind} onChange={({ currentTarget }) => setKind(currentTarget.value as Channel['kind'])}>
            <option value="webhook">Webhook, signed</option>
            <option value="slack">Slack, or what takes its form</option>
            <option value="mail" disabled={!hasMail}>
              {hasMail ? 'Mail' : 'Mail (set SMTP_URL first)'}
            </option>
          </select>
        </label>
        <label>
          <span>Name</span>
          <input
            type="text"
            required
            maxLength={80}
            value={name}
            onInput={({ currentTarget }) => setName(currentTarget.value)}
          />
        </label>
        <label class="line">
          <span>To</span>
          <input
            type="text"
            required
            placeholder={TARGETS[kind]}
            value={target}
            onInput={({ currentTarget }) => setTarget(currentTarget.value)}
          />
        </label>
        <button type="submit" class="button">
          Add a channel
        </button>
      </form>
      {result instanceof ApiError && <ProblemNote error={result} />}
      {result && !(result instanceof ApiError) && (
        <div role="status">
          <p>{result.name} is there; send it a test.</p>
          {result.secret && (
            <>
              <p>Its messages are signed with this key, which is shown this once:</p>
              <pre>{result.secret}</pre>
            </>
          )}
        </div>
      )}
    </>
  )
}
