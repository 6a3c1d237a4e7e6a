import { setTimeout as delay } from 'node:timers/promises'

const MINUTE_MS = 60_000

/** spare: only while less than half of the limit was sent within the last minute, by whomever; what is urgent goes before. */
export type Pace = 'full' | 'spare'

/** The part of the limit that requests of the spare pace leave to all others. */
const KEPT_FREE = 1 / 2

export interface RateLimiter {
  /** Resolves when one more request may be sent. */
  take(signal?: AbortSignal, pace?: Pace): Promise<void>
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

  /** Until fewer than `most` were sent within the last minute. */
  const untilFewer = async (most: number, signal?: AbortSignal) => {
    forget()
    while (sentAt.length >= most) {
      const wait = sentAt[sentAt.length - most]! + MINUTE_MS - now()
      if (wait > 0) await sleep(wait, signal)
      forget()
    }
  }
  const takeNow = async (signal?: AbortSignal) => {
    if (sentAt.length >= maxPerMinute) await untilFewer(maxPerMinute, signal)
    sentAt.push(now())
  }
  const inTurn = (signal?: AbortSignal) => {
    const turn = queue.then(() => takeNow(signal))
    queue = turn.catch(() => undefined)
    return turn
  }
  const spare = Math.max(1, Math.floor(maxPerMinute * (1 - KEPT_FREE)))
  const forget = () => {
    while (sentAt.length > 0 && sentAt[0]! + MINUTE_MS <= now()) sentAt.shift()
  }
  return {
    // What has time waits outside the queue, so that nobody waits behind it.
    take: (signal, pace = 'full') =>
      pace === 'full' ? inTurn(signal) : untilFewer(spare, signal).then(() => inTurn(signal)),
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
