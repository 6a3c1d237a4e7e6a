const MINUTE_MS = 60_000

export interface RateLimiter {
  /** Resolves when one more request may be sent. */
  take(signal?: AbortSignal): Promise<void>
}

export type Sleep = (milliseconds: number, signal?: AbortSignal) => Promise<void>

/**
 * At most `maxPerMinute` requests in any minute, whoever asks: one limiter is shared by all jobs of an account.
 * Null sets no limit.
 */
export function createRateLimiter(maxPerMinute: number | null, now: () => number, sleep: Sleep): RateLimiter {
  if (maxPerMinute === null) return { take: () => Promise.resolve() }
  const sentAt: number[] = []
  let queue = Promise.resolve()

  const takeNow = async (signal?: AbortSignal) => {
    while (sentAt.length >= maxPerMinute) {
      const wait = sentAt[0]! + MINUTE_MS - now()
      if (wait > 0) await sleep(wait, signal)
      while (sentAt.length > 0 && sentAt[0]! + MINUTE_MS <= now()) sentAt.shift()
    }
    sentAt.push(now())
  }
  return {
    take(signal) {
      const turn = queue.then(() => takeNow(signal))
      queue = turn.catch(() => undefined)
      return turn
    },
  }
}
