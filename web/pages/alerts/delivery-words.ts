import type { Channel, Message } from '../../alerts-api.ts'
import { momentText } from '../../format.ts'
import type { Instant } from '../../zone-time.ts'

export const CHANNEL_KINDS: Readonly<Record<Channel['kind'], string>> = {
  webhook: 'webhook',
  slack: 'Slack',
  mail: 'mail',
}

/** How far a message is: 'delivered: 200 ok', 'not delivered: 503; next try Fri 12:05'. */
export function deliveryText({ status, tries, nextTryAt }: Message, zone: string, now: Instant): string {
  const answer = tries.at(-1)?.answer.replace(/\.$/, '')
  switch (status) {
    case 'sent':
      return `delivered${answer ? `: ${answer}` : ''}`
    case 'failed':
      return `given up${answer ? `: ${answer}` : ''}`
    case 'waiting': {
      if (answer === undefined) return 'about to be sent'
      const next = nextTryAt === null ? '' : `; next try ${momentText(Date.parse(nextTryAt), zone, now)}`
      return `not delivered: ${answer}${next}`
    }
  }
}
