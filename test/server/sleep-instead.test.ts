import { describe, expect, it } from 'vitest'
import { availabilityModel, hourGrid, hourlyStock, type StockQuestion } from '../../src/engine/capacity/index.ts'
import { nightsAndWeekends, restoreRisk } from '../../src/engine/hibernation/index.ts'
import { HOUR_MS } from '../../src/engine/index.ts'
import { sleepInstead } from '../../src/server/services/sleep-instead.ts'
import { stock } from '../engine/capacity/planted-pools.ts'
import { at } from '../engine/values.ts'

const monday = at('2026-01-05T00:00:00Z')
const HOURS = 8 * 168
const question: StockQuestion = { size: 1, count: 1 }

/** Sold out from so many hours before the working day until it begins, and all of one day of the second week. */
const pool = (region: string, gpuModel: string, hoursShort: number) => ({
  region,
  gpuModel,
  snapshots: Array.from({ length: HOURS }, (_, hour) =>
    stock(monday + hour * HOUR_MS, isShort(hour, hoursShort) ? 0 : 8),
  ),
})
const isShort = (hour: number, hoursShort: number) =>
  Math.floor(hour / 24) === 8 || (hour % 24 < 8 && hour % 24 >= 8 - hoursShort)
const grid = hourGrid('UTC', monday, monday + HOURS * HOUR_MS)
const model = ({ snapshots }: ReturnType<typeof pool>) =>
  availabilityModel(hourlyStock(snapshots, question, grid), monday + HOURS * HOUR_MS)

const own = pool('CANADA-1', 'L40', 3)
const ask = (...others: ReturnType<typeof pool>[]) =>
  sleepInstead(own, nightsAndWeekends(), {
    stock: { pools: [own, ...others], model },
    question,
    own: restoreRisk(model(own))!,
    mostFailures: 0.1,
  })

describe('what a machine does instead whose restores fail too often', () => {
  it('is told with figures: the region and the GPU of the least risk, and since when it would have to be awake', () => {
    const words = ask(
      pool('NORWAY-1', 'L40', 0),
      pool('US-1', 'L40', 2),
      pool('CANADA-1', 'A40', 0),
      pool('US-1', 'A40', 0),
    )
    expect(words).toHaveLength(4)
    expect(words[0]).toMatch(/^here its worst restore of the week fails (9\d|100) %, surely under (9\d|100) %$/)
    expect(words[1]).toMatch(/^other region: in NORWAY-1 it fails [0-3] %, surely under [1-9] % \(1344 readings\)$/)
    expect(words[2]).toMatch(/^other GPU: A40 in CANADA-1 /)
    // Restored shortly before: what is awake by 04:00 is restored while there is stock, in both hours that it may be.
    expect(words[3]).toMatch(/^other time: awake by Tue 04:00 instead of Tue 08:00: [0-3] %, /)
  })

  it('is nothing that would be no better', () => {
    expect(
      ask(pool('NORWAY-1', 'L40', 3), pool('CANADA-1', 'A40', 4)).map((words) => words.split(/:| its/)[0]),
    ).toEqual(['here', 'other time'])
  })
})
