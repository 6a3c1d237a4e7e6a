import { describe, expect, it } from 'vitest'
import { hourGrid, hourlyStock } from '../../../src/engine/capacity/index.ts'
import { mostByNumbers } from '../../../src/engine/hibernation/low-stock.ts'
import { HOUR_MS } from '../../../src/engine/index.ts'
import { stock } from '../capacity/planted-pools.ts'
import { at } from '../values.ts'

const monday = at('2026-01-05T00:00:00Z')
const most = (weeks: number, free: (hour: number) => number) => {
  const end = monday + weeks * 168 * HOUR_MS
  const snapshots = Array.from({ length: weeks * 168 }, (_, hour) => stock(monday + hour * HOUR_MS, free(hour)))
  return mostByNumbers(hourlyStock(snapshots, { size: 1, count: 1 }, hourGrid('UTC', monday, end)))
}

describe('what the numbers of free machines say of none', () => {
  it('is more than was seen where stock was often nearly gone: six, give or take two, over eight weeks', () => {
    const share = most(8, (hour) => (Math.floor(hour / 24) % 2 === 0 ? 4 : 8))
    expect(share[9]).toBeCloseTo(0.069, 2)
  })

  it('is next to nothing where there always were many, and all where there never was one', () => {
    expect(most(8, (hour) => 40 + (Math.floor(hour / 24) % 3))[9]).toBeLessThan(1e-6)
    expect(most(8, () => 5)[9]).toBe(0)
    expect(most(8, () => 0)[9]).toBe(1)
  })

  it('looks at each hour of the day, and at week-ends, by themselves', () => {
    const share = most(8, (hour) => (hour % 168 < 120 && hour % 24 === 15 ? (Math.floor(hour / 24) % 3) + 1 : 40))
    expect(share[15]).toBeGreaterThan(0.1)
    expect([share[14], share[16], share[5 * 24 + 15]]).toEqual([0, 0, 0])
  })

  it('is not told from one week', () => {
    expect(most(1, (hour) => hour % 3)[9]).toBe(0)
  })
})
