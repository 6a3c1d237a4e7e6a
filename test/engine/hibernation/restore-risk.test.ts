import { describe, expect, it } from 'vitest'
import type { Attempt } from '../../../src/engine/capacity/index.ts'
import { sleepWindows, triedRisk, wakesOf, type RestoreRisk } from '../../../src/engine/hibernation/index.ts'
import { HOUR_MS } from '../../../src/engine/index.ts'
import { at } from '../values.ts'

const WEEK = 168
const NOW = at('2026-03-16T00:00:00Z')

describe('the risk of a restore where no stock is told', () => {
  const tries = (good: number, failed: number): Attempt[] =>
    Array.from({ length: good + failed }, (_, i) => ({
      what: 'restore',
      at: NOW - (i + 1) * HOUR_MS,
      size: 2,
      isGood: i < good,
    }))

  it('is that of the deploys and restores seen, failed and good, the same at each hour', () => {
    const risk = triedRisk(tries(8, 1), { size: 2, count: 1 }, NOW)!
    // (1 + 1) / (9 + 2) failed, from a prior of one in two.
    expect(risk.failure[0]).toBeCloseTo(2 / 11, 3)
    expect(new Set(risk.failure).size).toBe(1)
    expect(risk.low[5]!).toBeLessThan(risk.failure[5]!)
    expect(risk.high[5]!).toBeGreaterThan(risk.failure[5]!)
    expect(risk).toMatchObject({ from: 'tries', snapshots: 9 })
  })

  it('is not known from a few', () => {
    expect(triedRisk(tries(4, 0), { size: 2, count: 1 }, NOW)).toBeNull()
  })
})

describe('the wakings of a schedule', () => {
  it('take the risk of the hour before, in which the restore is asked for', () => {
    const slots = (value: (slot: number) => number) => Float64Array.from({ length: WEEK }, (_, slot) => value(slot))
    const risk: RestoreRisk = {
      from: 'stock',
      failure: slots((slot) => (slot === 7 ? 0.2 : 0.01)),
      low: slots(() => 0),
      high: slots(() => 0.3),
      // Stock goes down at eight on Tuesdays.
      most: slots((slot) => (slot === 32 ? 0.5 : 0.4)),
      waitHours: 4,
      snapshots: 1000,
      seen: new Uint16Array(WEEK).fill(8),
      none: Uint16Array.from({ length: WEEK }, (_, slot) => (slot === 7 ? 2 : 0)),
    }
    // Asleep on Monday and Tuesday until 8:00 and over Sunday night.
    const asleep = Uint8Array.from({ length: WEEK }, (_, slot) => Number((slot < 48 && slot % 24 < 8) || slot > 164))
    expect(wakesOf(sleepWindows(asleep), risk)).toEqual([
      { slot: 8, failure: 0.2, low: 0, high: 0.3, most: 0.4, seen: 8, none: 2 },
      { slot: 32, failure: 0.01, low: 0, high: 0.3, most: 0.5, seen: 8, none: 0 },
    ])
    expect(wakesOf(sleepWindows(new Uint8Array(WEEK).fill(1)), risk)).toEqual([])
  })
})
