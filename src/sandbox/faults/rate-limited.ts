import type { Fault } from './fault.ts'

const refusal = (headers: Record<string, string>) =>
  Response.json({ success: false, message: 'Too many requests', error: 'rate_limited' }, { status: 429, headers })

export const rateLimited: Fault = {
  name: 'rate-limited',
  what: '429 without Retry-After',
  answer: () => refusal({}),
}

export const rateLimitedWithTime: Fault = {
  name: 'rate-limited-retry-after',
  what: '429 with Retry-After: 1',
  answer: () => refusal({ 'Retry-After': '1' }),
}
