import { useState } from 'preact/hooks'
import { alertsApi } from '../alerts-api.ts'
import { LazyDetails } from '../components/lazy-details.tsx'
import { PageHead } from '../components/page-head.tsx'
import { PartyChoice } from '../components/party-choice.tsx'
import { PartyNote } from '../components/party-note.tsx'
import { ProblemNote } from '../components/problem-note.tsx'
import { hasParties } from '../filters.ts'
import { momentText } from '../format.ts'
import { useLoad } from '../load.ts'
import type { PageProps } from '../page.ts'
import { AlertList } from './alerts/alert-list.tsx'
import { ChannelForm } from './alerts/channel-form.tsx'
import { ChannelTable } from './alerts/channel-table.tsx'
import { MessageTable } from './alerts/message-table.tsx'
import { RuleForm } from './alerts/rule-form.tsx'
import { RuleTable } from './alerts/rule-table.tsx'
import { WhenForm } from './alerts/when-form.tsx'

const REFRESH_MS = 60_000

/** What was found, what is watched, who is told, and whether it reached them. */
export function AlertsPage({ meta, overview, filters: { parties } }: PageProps) {
  const [changes, setChanges] = useState(0)
  const key = JSON.stringify([overview.asOf, changes])
  const alerts = useLoad(
    `alerts ${key} ${JSON.stringify(parties)}`,
    () => alertsApi.alerts('open', parties),
    REFRESH_MS,
  )
  const rules = useLoad(`rules ${key}`, alertsApi.rules)
  const when = useLoad(`when ${key}`, alertsApi.when)
  const channels = useLoad(`channels ${key}`, alertsApi.channels)
  const messages = useLoad(`messages ${key}`, alertsApi.messages, REFRESH_MS)
  const error = alerts.error ?? rules.error ?? when.error ?? channels.error ?? messages.error
  const { zone } = meta.account
  const now = Date.parse(meta.now)
  const onChanged = () => setChanges((n) => n + 1)
  const shared = { zone, now, onChanged }
  return (
    <>
      <PageHead title="Alerts" question="What needs me, and who was told?">
        {hasParties(meta.parties) && (
          <form class="filters" aria-label="Filters" onSubmit={(event) => event.preventDefault()}>
            <PartyChoice meta={meta} parties={parties} />
          </form>
        )}
      </PageHead>
      <PartyNote parties={parties}>
        Alerts of a wallet are of nobody: they are among those that have no project. Rules and channels are those of
        all.
      </PartyNote>
      {error && <ProblemNote error={error} />}
      {alerts.value && (
        <section class="card">
          <h2>Not over</h2>
          <AlertList rows={alerts.value} parties={parties} {...shared} />
          <LazyDetails
            key={JSON.stringify(parties)}
            summary="What is over"
            load={() => alertsApi.alerts('over', parties)}
          >
            {(rows) =>
              rows.length === 0 ? (
                <p class="muted">Nothing was found before.</p>
              ) : (
                <ul class="notes">
                  {rows.map(({ alertId, subject, openedAt, resolvedAt }) => (
                    <li key={alertId}>
                      {subject}{' '}
                      <span class="muted">
                        {momentText(Date.parse(openedAt), zone, now)} to{' '}
                        {resolvedAt && momentText(Date.parse(resolvedAt), zone, now)}
                      </span>
                    </li>
                  ))}
                </ul>
              )
            }
          </LazyDetails>
        </section>
      )}
      {channels.value && (
        <section class="card planning">
          <ChannelTable rows={channels.value.rows} {...shared} />
          <ChannelForm hasMail={channels.value.mail} onAdded={onChanged} />
        </section>
      )}
      {rules.value && channels.value && (
        <section class="card planning">
          <RuleTable
            rows={rules.value}
            currencies={meta.currencies}
            channels={channels.value.rows}
            onChanged={onChanged}
          />
          <RuleForm currencies={meta.currencies} channels={channels.value.rows} onAdded={onChanged} />
        </section>
      )}
      {when.value && (
        <section class="card">
          <h2>When</h2>
          <WhenForm key={JSON.stringify(when.value)} when={when.value} zone={zone} onChanged={onChanged} />
        </section>
      )}
      {messages.value && (
        <section class="card planning">
          <MessageTable rows={messages.value} {...shared} />
        </section>
      )}
    </>
  )
}
