import type { Channel } from '../../db/notify-channel-repository.ts'
import type { Outgoing } from './outgoing.ts'
import type { Outcome } from './outcome.ts'
import { callOut, type CallOptions } from './call-out.ts'

/** Slack shows 40,000 characters at most and cuts the rest. */
const MOST = 39_000

/** Sends a message to an incoming webhook of Slack, or of what speaks its form (Mattermost, Rocket.Chat). */
export function sendSlack(
  { target }: Channel,
  { subject, text, url }: Outgoing,
  options: CallOptions,
): Promise<Outcome> {
  const lines = [
    `*${escape(subject)}*`,
    escape(text),
    ...(url === null ? [] : [`<${escape(url)}|Open in Quartermaster>`]),
  ]
  return callOut(target, JSON.stringify({ text: lines.join('\n').slice(0, MOST) }), options)
}

/** The three characters that Slack gives a meaning. */
function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
