import { setTimeout as delay } from 'node:timers/promises'

const MINUTE_MS = 60_000

export interface RateLimiter {
  /** Resolves when one more request may be sent. */
  take(signal?: AbortSignal): Promise<void>
  /** Requests of the last minute, those of others included as far as they were counted. */
  sentLately(): number
  /**
   * Counts what others sent: `requests` is the account's whole last minute as it was `agoMs` ago, so that only what is
   * more than is known here is added.
   */
  countOthers(requests: number, agoMs: number): void
}

export type Sleep = (milliseconds: number, signal?: AbortSignal) => Promise<void>

export const sleepFor: Sleep = (milliseconds, signal) => delay(milliseconds, undefined, signal && { signal })

/**
 * At most `maxPerMinute` requests in any minute, whoever asks: one limiter is shared by all jobs of an account.
 * Null sets no limit.
 */
export function createRateLimiter(
  maxPerMinute: number | null,
  now: () => number = () => performance.now(),
  sleep: Sleep = sleepFor,
): RateLimiter {
  if (maxPerMinute === null) return { take: () => Promise.resolve(), sentLately: () => 0, countOthers: () => undefined }
  const sentAt: number[] = []
  let queue = Promise.resolve()

  const takeNow = async (signal?: AbortSignal) => {
    while (sentAt.length >= maxPerMinute) {
      const wait = sentAt[0]! + MINUTE_MS - now()
      if (wait > 0) await sleep(wait, signal)
      forget()
    }
    sentAt.push(now())
  }
  const forget = () => {
    while (sentAt.length > 0 && sentAt[0]! + MINUTE_MS <= now()) sentAt.shift()
  }
  return {
    take(signal) {
      const turn = queue.then(() => takeNow(signal))
      queue = turn.catch(() => undefined)
      return turn
    },
    sentLately() {
      forget()
      return sentAt.length
    },
    countOthers(requests, agoMs) {
      forget()
      const others = Math.max(0, requests - sentAt.length)
      sentAt.push(...Array.from({ length: others }, () => now() - Math.max(0, agoMs)))
      sentAt.sort((a, b) => a - b)
      forget()
    },
  }
}
