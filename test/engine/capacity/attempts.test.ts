import { describe, expect, it } from 'vitest'
import { triedChance, withAttempts, type Attempt } from '../../../src/engine/capacity/attempts.ts'
import { hourGrid, hourlyStock } from '../../../src/engine/capacity/index.ts'
import { CENSORED, UNSEEN } from '../../../src/engine/capacity/climatology.ts'
import { HOUR_MS } from '../../../src/engine/index.ts'
import { at } from '../values.ts'

const monday = at('2026-01-05T00:00:00Z')
const hour = (hours: number) => monday + hours * HOUR_MS
const tried = (hours: number, isGood: boolean, size = 1): Attempt => ({
  what: 'restore',
  at: hour(hours),
  size,
  isGood,
})
const one = { size: 1, count: 1 }

describe('what deploys and restores tell of stock', () => {
  const read = hourlyStock(
    [
      { at: hour(0), available: 4, isFloor: false, configurations: {}, planned7: null },
      { at: hour(1), available: 0, isFloor: false, configurations: {}, planned7: null },
      { at: hour(2), available: 10, isFloor: true, configurations: {}, planned7: null },
    ],
    { size: 16, count: 1 },
    hourGrid('UTC', monday, hour(24)),
  )

  it('fills hours that nobody read, and of a floor', () => {
    expect(read.outcomes[2]).toBe(CENSORED)
    const { outcomes, seen, censored } = withAttempts(read, { size: 16, count: 1 }, [
      tried(2, true, 16),
      tried(5, true, 16),
      tried(6, false, 8),
    ])
    expect([outcomes[2], outcomes[5], outcomes[6], outcomes[7]]).toEqual([1, 1, 0, UNSEEN])
    expect({ seen, censored }).toEqual({ seen: read.seen + 3, censored: 0 })
  })

  it('outweighs a reading where it failed, never where it was good', () => {
    const small = hourlyStock(
      [0, 1].map((i) => ({ at: hour(i), available: 4 * (1 - i), isFloor: false, configurations: {}, planned7: null })),
      one,
      hourGrid('UTC', monday, hour(24)),
    )
    const { outcomes, seen } = withAttempts(small, one, [tried(0, false), tried(1, true)])
    expect([outcomes[0], outcomes[1]]).toEqual([0, 0])
    expect(seen).toBe(2)
  })

  it('says nothing of larger machines by a good one, nor of smaller ones by a failed one', () => {
    expect(withAttempts(read, { size: 32, count: 1 }, [tried(5, true, 16)])).toBe(read)
    expect(withAttempts(read, { size: 4, count: 1 }, [tried(5, false, 8)])).toBe(read)
    expect(withAttempts(read, { size: 4, count: 2 }, [tried(5, true, 8)])).toBe(read)
  })

  it('is a chance of its own where no stock is told', () => {
    const week = Array.from({ length: 9 }, (_, i) => tried(i, i > 0))
    const chance = triedChance(week, one, hour(24))
    if (chance.kind !== 'chance') throw new Error(chance.kind)
    expect(chance.p).toBeCloseTo(9 / 11, 9)
    expect(chance.low).toBeCloseTo(0.65, 1)
    expect(chance.high).toBeCloseTo(0.95, 1)
    expect(chance.snapshots).toBe(9)
    // An old failure weighs less than a new one.
    const old = triedChance(
      [tried(0, false), ...week.slice(1).map((each) => ({ ...each, at: hour(1400) }))],
      one,
      hour(1500),
    )
    expect(old.kind === 'chance' && old.p).toBeGreaterThan(chance.p)
  })

  it('is not told from a handful, with what was seen', () => {
    expect(triedChance([tried(0, true), tried(1, false)], one, hour(24))).toEqual({
      kind: 'not enough history',
      yes: 1,
      snapshots: 2,
    })
  })
})
