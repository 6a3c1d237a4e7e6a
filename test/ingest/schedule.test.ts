import { describe, expect, it } from 'vitest'
import { defaultIntervals, requestsPerMinute, withinLimit } from '../../src/ingest/schedule.ts'

describe('the share of the schedule in the limit of requests', () => {
  it('is what the readings take by their intervals, a request each where no more is known', () => {
    // 3 in 5 minutes, 6 an hour, 1 in 6 hours, 7 a day.
    expect(requestsPerMinute(defaultIntervals)).toBeCloseTo(3 / 5 + 6 / 60 + 1 / 360 + 7 / 1440, 10)
    const long = new Map([['instances', 20]])
    expect(requestsPerMinute(defaultIntervals, long)).toBeCloseTo(requestsPerMinute(defaultIntervals) + 19 / 5, 10)
  })

  it('stretches all intervals alike where long lists would take more than a tenth', () => {
    const long = new Map([
      ['instances', 250],
      ['instance-billing', 600],
    ])
    const kept = withinLimit(defaultIntervals, long, 300)
    expect(requestsPerMinute(kept, long)).toBeLessThanOrEqual(30)
    expect(requestsPerMinute(kept, long)).toBeGreaterThan(29.9)
    expect(kept.pricing / kept.balance).toBeCloseTo(defaultIntervals.pricing / defaultIntervals.balance, 3)
  })

  it('leaves them as they are set within it, and where there is no limit', () => {
    expect(withinLimit(defaultIntervals, new Map(), 300)).toEqual(defaultIntervals)
    expect(withinLimit(defaultIntervals, new Map([['instances', 9999]]), null)).toEqual(defaultIntervals)
  })
})
