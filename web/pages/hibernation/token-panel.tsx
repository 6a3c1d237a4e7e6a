import { useState } from 'preact/hooks'
import { AskButton } from '../../components/ask-button.tsx'
import { AskForm } from '../../components/ask-form.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { TextField } from '../../components/fields.tsx'
import { Icon } from '../../components/icon.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import { momentText, NONE } from '../../format.ts'
import { useLoad } from '../../load.ts'
import { planApi, pushScriptUrl } from '../../plan-api.ts'
import type { Instant } from '../../zone-time.ts'

interface Props {
  readonly person: string
  readonly zone: string
  readonly now: Instant
}

/** How a machine without Prometheus tells the use of its GPUs: a script, and a token that can do nothing else. */
export function TokenPanel({ person, zone, now }: Props) {
  const [changes, setChanges] = useState(0)
  const { value, error } = useLoad(`tokens ${changes}`, planApi.tokens)
  const onChanged = () => setChanges((before) => before + 1)
  const [name, setName] = useState('')
  const [secret, setSecret] = useState<string | null>(null)
  const make = async () => {
    const made = await planApi.addToken(name, person || 'somebody')
    setSecret(made.secret)
    setName('')
    onChanged()
    return 'Made.'
  }
  const moment = (at: string | null) => (at === null ? NONE : momentText(Date.parse(at), zone, now))
  return (
    <>
      <p class="muted">
        Run the script on each machine: it asks nvidia-smi every five minutes and tells the use of the busiest GPU. A
        machine that is at work is never put to sleep, and hours at which its GPUs idle count as idle though it runs.
      </p>
      <AskForm label="Make a token" button="Make a token" ask={make}>
        <TextField label="What for" value={name} isRequired onValue={setName} />
        <a class="button" href={pushScriptUrl()} download>
          <Icon name="download" />
          The script
        </a>
      </AskForm>
      {secret !== null && (
        <p class="note" role="status">
          <span>
            QM_TOKEN=<code>{secret}</code> is shown this once: copy it now. It can tell the use of GPUs and read
            nothing.
          </span>
        </p>
      )}
      {error && <ProblemNote error={error} />}
      <DataTable
        caption="Tokens that tell the use of GPUs"
        columns={[
          { key: 'name', label: 'What for', cell: (token) => token.name },
          { key: 'made', label: 'Made', cell: ({ createdBy, createdAt }) => `${createdBy}, ${moment(createdAt)}` },
          { key: 'used', label: 'Last used', cell: ({ lastUsedAt }) => moment(lastUsedAt) },
          {
            key: 'do',
            label: 'Do',
            cell: ({ tokenId, revokedAt }) =>
              revokedAt === null ? (
                <AskButton
                  isQuiet
                  sure="Make it worthless?"
                  ask={async () => {
                    await planApi.revokeToken(tokenId)
                    onChanged()
                    return 'Revoked.'
                  }}
                >
                  Revoke
                </AskButton>
              ) : (
                `revoked ${moment(revokedAt)}`
              ),
          },
        ]}
        rows={value ?? []}
        rowKey={({ tokenId }) => String(tokenId)}
        empty="No machine tells the use of its GPUs by a token yet."
        shown={8}
      />
    </>
  )
}
