import { alertsApi, type Alert } from '../../alerts-api.ts'
import { AskButton } from '../../components/ask-button.tsx'
import { Icon } from '../../components/icon.tsx'
import { PersonInput, usePerson } from '../../components/person-input.tsx'
import { ofWhom, type Parties } from '../../filters.ts'
import { durationText, momentText } from '../../format.ts'
import { hrefOf, parseAddress } from '../../router.ts'
import type { Instant } from '../../zone-time.ts'

interface Props {
  readonly rows: readonly Alert[]
  readonly parties: Parties
  readonly zone: string
  readonly now: Instant
  readonly onChanged: () => void
}

const URGENT: readonly Alert['kind'][] = ['depletion', 'burn-guard']

/** What is not over, each with all that is needed to act on it and who has taken it up. */
export function AlertList({ rows, parties, zone, now, onChanged }: Props) {
  const [name, setName] = usePerson()
  if (rows.length === 0) return <p class="muted">Nothing{ofWhom(parties)} needs you.</p>
  return (
    <>
      <div class="rule-form">
        <PersonInput name={name} onName={setName} />
      </div>
      {rows.map((alert) => (
        <article key={alert.alertId} class="alert">
          <h3 class={URGENT.includes(alert.kind) ? 'act' : 'watch'}>
            <Icon name="warning" /> {alert.subject}
          </h3>
          <p class="muted">{stateText(alert, zone, now)}</p>
          <pre class="message">{alert.text}</pre>
          <p class="actions">
            {alert.acknowledged === null && (
              <AskButton
                isDisabled={name.trim() === ''}
                ask={async () => {
                  await alertsApi.acknowledge(alert.alertId, name)
                  onChanged()
                  return 'Taken up.'
                }}
              >
                I take it up
              </AskButton>
            )}
            {alert.path !== '/alerts' && (
              <a class="button quiet" href={hrefOf(parseAddress(alert.path))}>
                Open the page
              </a>
            )}
          </p>
        </article>
      ))}
    </>
  )
}

/** 'found Fri 14:00 (2 h ago), nobody was told: there is no channel', 'taken up by anna'. */
function stateText({ openedAt, toldAt, acknowledged }: Alert, zone: string, now: Instant): string {
  const moment = (iso: string) => momentText(Date.parse(iso), zone, now)
  return [
    `found ${moment(openedAt)} (${durationText((now - Date.parse(openedAt)) / 1000)} ago)`,
    toldAt === null ? 'nobody was told yet' : `told ${moment(toldAt)}`,
    ...(acknowledged ? [`taken up by ${acknowledged.by} ${moment(acknowledged.at)}`] : []),
  ].join(', ')
}
