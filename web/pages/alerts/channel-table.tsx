import { alertsApi, type Channel } from '../../alerts-api.ts'
import { AskButton } from '../../components/ask-button.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { momentText } from '../../format.ts'
import type { Instant } from '../../zone-time.ts'
import { CHANNEL_KINDS, deliveryText } from './delivery-words.ts'

interface Props {
  readonly rows: readonly Channel[]
  readonly zone: string
  readonly now: Instant
  readonly onChanged: () => void
}

const LAST_WORDS = { sent: 'delivered', failed: 'given up', waiting: 'not delivered yet, written' } as const

/** Where messages can go, each with a test. */
export function ChannelTable({ rows, zone, now, onChanged }: Props) {
  const after = async (work: Promise<unknown>, said: string) => {
    await work
    onChanged()
    return said
  }
  return (
    <DataTable
      caption="Where messages go"
      columns={[
        { key: 'name', label: 'Channel', cell: ({ name }) => name, sortBy: ({ name }) => name },
        { key: 'kind', label: 'Kind', cell: ({ kind }) => CHANNEL_KINDS[kind], sortBy: ({ kind }) => kind },
        { key: 'target', label: 'To', cell: ({ target }) => <span class="payload">{target}</span> },
        {
          key: 'last',
          label: 'Last message',
          cell: ({ paused, last }) => (
            <>
              {paused && <strong>paused </strong>}
              {last === null ? (
                <span class="muted">none yet</span>
              ) : (
                <span class={last.status === 'sent' ? undefined : 'act'}>
                  {LAST_WORDS[last.status]} {momentText(Date.parse(last.at), zone, now)}
                </span>
              )}
            </>
          ),
        },
        {
          key: 'actions',
          label: 'Actions',
          cell: ({ channelId, name, paused }) => (
            <span class="actions">
              <AskButton
                isQuiet
                ask={async () => {
                  const message = await alertsApi.testChannel(channelId)
                  onChanged()
                  return deliveryText(message, zone, now)
                }}
              >
                Send test
              </AskButton>
              <AskButton
                isQuiet
                ask={() => after(alertsApi.changeChannel(channelId, { paused: !paused }), paused ? 'On.' : 'Paused.')}
              >
                {paused ? 'Resume' : 'Pause'}
              </AskButton>
              <AskButton
                isQuiet
                sure={`Take ${name} away?`}
                ask={() => after(alertsApi.removeChannel(channelId), 'Taken away.')}
              >
                Take away
              </AskButton>
            </span>
          ),
        },
      ]}
      rows={rows}
      rowKey={({ channelId }) => String(channelId)}
      empty="Nobody is told of anything yet: add a webhook, a Slack channel or mail addresses."
    />
  )
}
