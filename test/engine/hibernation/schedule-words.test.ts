import { describe, expect, it } from 'vitest'
import { sumRanges } from '../../../src/engine/hibernation/possible.ts'
import { nightsAndWeekends, sleepWindows } from '../../../src/engine/hibernation/schedule.ts'
import { scheduleWords } from '../../../src/engine/hibernation/schedule-words.ts'
import { HOUR_MS } from '../../../src/engine/index.ts'

const asleep = (...ranges: [number, number][]) => {
  const slots = new Uint8Array(168)
  for (const [from, hours] of ranges) for (let i = 0; i < hours; i++) slots[(from + i) % 168] = 1
  return sleepWindows(slots)
}

describe('a schedule in words', () => {
  const cases: [string, ReturnType<typeof asleep>, string][] = [
    [
      'nights and week-ends',
      sleepWindows(nightsAndWeekends()),
      'asleep Mon to Thu 20:00 to 08:00, and Fri 20:00 to Mon 08:00',
    ],
    ['all week', asleep([0, 168]), 'asleep all week, until somebody needs it'],
    ['never', [], 'always awake'],
    ['two nights', asleep([20, 10], [68, 10]), 'asleep Mon, Wed 20:00 to 06:00'],
    ['over Sunday night', asleep([166, 8]), 'asleep Sun 22:00 to 06:00'],
  ]
  it.each(cases)('%s', (_, windows, expected) => {
    expect(scheduleWords(windows)).toBe(expected)
  })
})

describe('ranges of several machines', () => {
  it('add up their middles, and their distances by squares', () => {
    const month = { startsAt: 0, endsAt: (365.25 / 12) * 24 * HOUR_MS }
    const sum = sumRanges(
      [
        { p10: 90, p50: 100, p90: 110 },
        { p10: 90, p50: 100, p90: 110 },
      ],
      month,
    )
    expect(sum.p50).toBeCloseTo(200, 9)
    expect(sum.p10).toBeCloseTo(200 - Math.sqrt(200), 9)
    expect(sum.p90).toBeCloseTo(200 + Math.sqrt(200), 9)
  })
})
