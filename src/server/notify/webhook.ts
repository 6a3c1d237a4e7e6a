import { createHmac, randomBytes } from 'node:crypto'
import type { Channel } from '../../db/notify-channel-repository.ts'
import type { Instant } from '../../engine/index.ts'
import type { Outgoing } from './outgoing.ts'
import type { Outcome } from './outcome.ts'
import { callOut, type CallOptions } from './call-out.ts'

const PREFIX = 'whsec_'

/** A key of 192 random bits in the form of Standard Webhooks. */
export const newSecret = (): string => PREFIX + randomBytes(24).toString('base64')

/**
 * The signature of Standard Webhooks (standardwebhooks.com): HMAC-SHA256 of 'id.seconds.body' under the key that stands
 * in Base64 behind 'whsec_', as 'v1,BASE64'. The receiver computes the same, and refuses what is older than minutes.
 */
export function signature(secret: string, id: string, seconds: number, body: string): string {
  const key = Buffer.from(secret.slice(PREFIX.length), 'base64')
  return `v1,${createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64')}`
}

/** Whether it has the form of a key. */
export const isSecret = (text: string): boolean => /^whsec_[A-Za-z0-9+/]{22,}={0,2}$/.test(text)

/** Sends a message as JSON, signed; its id stays the same over all tries. */
export function sendWebhook(channel: Channel, message: Outgoing, now: Instant, options: CallOptions): Promise<Outcome> {
  const { kind, createdAt, account, subject, text, url, facts } = message
  const body = JSON.stringify({
    type: kind,
    timestamp: new Date(createdAt).toISOString(),
    data: { account, subject, text, url, ...facts },
  })
  const seconds = Math.floor(now / 1000)
  const headers = {
    'webhook-id': message.id,
    'webhook-timestamp': String(seconds),
    ...(channel.secret !== null && { 'webhook-signature': signature(channel.secret, message.id, seconds, body) }),
  }
  return callOut(channel.target, body, { ...options, headers })
}
