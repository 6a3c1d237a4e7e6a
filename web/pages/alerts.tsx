import { useState } from 'preact/hooks'
import { alertsApi } from '../alerts-api.ts'
import { PageHead } from '../components/page-head.tsx'
import { ProblemNote } from '../components/problem-note.tsx'
import { useLoad } from '../load.ts'
import type { PageProps } from '../page.ts'
import { ChannelForm } from './alerts/channel-form.tsx'
import { ChannelTable } from './alerts/channel-table.tsx'
import { MessageTable } from './alerts/message-table.tsx'

/** Who is told, and whether it reached them. */
export function AlertsPage({ meta, overview }: PageProps) {
  const [changes, setChanges] = useState(0)
  const key = JSON.stringify([overview.asOf, changes])
  const channels = useLoad(`channels ${key}`, alertsApi.channels)
  const messages = useLoad(`messages ${key}`, alertsApi.messages, 60_000)
  const error = channels.error ?? messages.error
  const shared = { zone: meta.account.zone, now: Date.parse(meta.now), onChanged: () => setChanges((n) => n + 1) }
  return (
    <>
      <PageHead title="Alerts" question="What needs me, and who was told?" />
      {error && <ProblemNote error={error} />}
      {channels.value && (
        <section class="card planning">
          <ChannelTable rows={channels.value.rows} {...shared} />
          <ChannelForm hasMail={channels.value.mail} onAdded={shared.onChanged} />
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
