import { describe, expect, it } from 'vitest'
import { hourlyStock } from '../../../src/engine/capacity/climatology.ts'
import { shortageLength, shortages, type Shortage } from '../../../src/engine/capacity/shortages.ts'
import { hourGrid } from '../../../src/engine/capacity/week.ts'
import { HOUR_MS } from '../../../src/engine/index.ts'
import { at } from '../values.ts'
import { stock } from './planted-pools.ts'

const monday = at('2026-01-05T00:00:00Z')

/** One sign per hour: + stock, - none, . not read. */
function read(hours: string): Shortage[] {
  const snapshots = Array.from(hours).flatMap((sign, hour) =>
    sign === '.' ? [] : [stock(monday + hour * HOUR_MS, sign === '+' ? 8 : 0)],
  )
  const grid = hourGrid('UTC', monday, monday + hours.length * HOUR_MS)
  return shortages(hourlyStock(snapshots, { size: 8, count: 1 }, grid))
}

describe('shortages', () => {
  const cases: [string, string, [number, boolean][]][] = [
    [
      'last from the first hour without to the first with stock',
      '++---++-+',
      [
        [3, false],
        [1, false],
      ],
    ],
    ['are a lower bound where they had begun before the first reading', '--++', [[2, true]]],
    ['are a lower bound while they last', '++--', [[2, true]]],
    ['go over a missing reading or two', '+-.-+', [[3, false]]],
    ['end unknown at a gap', '+--.....++', [[2, true]]],
    ['are none of a pool that never ran out', '++++', []],
  ]
  it.each(cases)('%s', (_, hours, expected) => {
    expect(read(hours).map(({ hours: length, atLeast }) => [length, atLeast])).toEqual(expected)
  })

  it('have a median and a length that four of five keep to', () => {
    const found = [1, 2, 3, 4, 20].map((hours) => ({ startsAt: monday, endsAt: monday, hours, atLeast: false }))
    expect(shortageLength(found)).toMatchObject({ count: 5, medianHours: 3, hours80: 4 })
  })

  it('have no median where most were cut off', () => {
    const found = [1, 5, 6, 7].map((hours) => ({ startsAt: monday, endsAt: null, hours, atLeast: hours > 1 }))
    expect(shortageLength(found).medianHours).toBeNull()
  })

  it('let the late one wait for half of the length weighted by itself', () => {
    const found = [2, 6].map((hours) => ({ startsAt: monday, endsAt: monday, hours, atLeast: false }))
    expect(shortageLength(found).meanWaitHours).toBe(2.5)
  })
})
