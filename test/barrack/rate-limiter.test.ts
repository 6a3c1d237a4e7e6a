import { describe, expect, it } from 'vitest'
import { createRateLimiter } from '../../src/barrack/rate-limiter.ts'

/** A clock that moves only while somebody sleeps. */
function limiterOf(maxPerMinute: number) {
  let now = 0
  const limiter = createRateLimiter(
    maxPerMinute,
    () => now,
    (milliseconds) => Promise.resolve(void (now += milliseconds)),
  )
  return { limiter, at: () => now, pass: (milliseconds: number) => void (now += milliseconds) }
}

describe('the limit of requests', () => {
  it('counts what others sent in the same minute, until that minute is over', async () => {
    const { limiter, at } = limiterOf(5)
    limiter.countOthers(4, 20_000)
    await limiter.take()
    expect(at()).toBe(0)
    await limiter.take()
    expect(at()).toBe(40_000)
  })

  it('adds of a whole minute only what is not known yet', async () => {
    const { limiter, at } = limiterOf(5)
    await limiter.take()
    await limiter.take()
    limiter.countOthers(3, 1000)
    expect(limiter.sentLately()).toBe(3)
    limiter.countOthers(3, 0)
    expect(limiter.sentLately()).toBe(3)
    await limiter.take()
    await limiter.take()
    expect(at()).toBe(0)
    await limiter.take()
    expect(at()).toBe(59_000)
  })

  it('forgets what is older than a minute', () => {
    const { limiter, pass } = limiterOf(5)
    limiter.countOthers(5, 61_000)
    expect(limiter.sentLately()).toBe(0)
    limiter.countOthers(5, 1000)
    pass(59_000)
    expect(limiter.sentLately()).toBe(0)
  })

  it('is left to others by half where there is time, and nobody waits behind that', async () => {
    const { limiter, at } = limiterOf(6)
    for (let i = 0; i < 3; i++) await limiter.take(undefined, 'spare')
    expect(at()).toBe(0)
    for (let i = 0; i < 3; i++) await limiter.take()
    expect(at()).toBe(0)
    await limiter.take(undefined, 'spare')
    expect(at()).toBe(60_000)
  })

  it('keeps what has time at half of itself over minutes', async () => {
    const { limiter, at } = limiterOf(10)
    for (let i = 0; i < 31; i++) await limiter.take(undefined, 'spare')
    expect(at()).toBe(6 * 60_000)
  })

  it('that is none counts nothing', async () => {
    const limiter = createRateLimiter(null)
    limiter.countOthers(1000, 0)
    await limiter.take()
    expect(limiter.sentLately()).toBe(0)
  })
})
