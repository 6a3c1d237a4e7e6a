import { alertsApi, type Message } from '../../alerts-api.ts'
import { AskButton } from '../../components/ask-button.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { momentText } from '../../format.ts'
import type { Instant } from '../../zone-time.ts'
import { deliveryText } from './delivery-words.ts'

interface Props {
  readonly rows: readonly Message[]
  readonly zone: string
  readonly now: Instant
  readonly onChanged: () => void
}

/** What was written to be sent, with each try. */
export function MessageTable({ rows, zone, now, onChanged }: Props) {
  const moment = (iso: string) => momentText(Date.parse(iso), zone, now)
  return (
    <DataTable
      caption="Messages, newest first"
      columns={[
        {
          key: 'subject',
          label: 'Message',
          cell: ({ subject, text }) => (
            <details>
              <summary>{subject}</summary>
              <pre class="message">{text}</pre>
            </details>
          ),
        },
        { key: 'channel', label: 'To', cell: ({ channel }) => channel, sortBy: ({ channel }) => channel },
        { key: 'createdAt', label: 'Written', cell: ({ createdAt }) => moment(createdAt) },
        {
          key: 'status',
          label: 'Delivery',
          cell: (message) => (
            <span class={message.status === 'failed' ? 'act' : undefined}>{deliveryText(message, zone, now)}</span>
          ),
          sortBy: ({ status }) => status,
        },
        {
          key: 'tries',
          label: 'Tries',
          cell: ({ messageId, status, tries }) => (
            <>
              {tries.length}
              {tries.length > 1 && (
                <details>
                  <summary>each of them</summary>
                  <ul>
                    {tries.map(({ at, answer }) => (
                      <li key={at}>
                        {moment(at)}: {answer}
                      </li>
                    ))}
                  </ul>
                </details>
              )}
              {status === 'failed' && (
                <AskButton
                  isQuiet
                  ask={async () => {
                    const message = await alertsApi.retry(messageId)
                    onChanged()
                    return deliveryText(message, zone, now)
                  }}
                >
                  Try again
                </AskButton>
              )}
            </>
          ),
        },
      ]}
      rows={rows}
      rowKey={({ messageId }) => String(messageId)}
      empty="Nothing was sent yet."
      shown={10}
    />
  )
}
