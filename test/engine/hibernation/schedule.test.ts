import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  bestSchedule,
  nightsAndWeekends,
  scheduleValue,
  sleepWindows,
  type ScheduleProblem,
} from '../../../src/engine/hibernation/schedule.ts'
import { LAW } from '../values.ts'

const problem = (gain: number[], wakeCost: number | number[] = 0, minimumHours = 1): ScheduleProblem => ({
  gain: Float64Array.from(gain),
  wakeCost: Float64Array.from(Array.isArray(wakeCost) ? wakeCost : gain.map(() => wakeCost)),
  minimumHours,
})

const bits = (asleep: Uint8Array) => [...asleep].join('')

/** Every schedule of the circle that keeps the minimum, tried one by one. */
function bruteForce(given: ScheduleProblem): number {
  const circle = given.gain.length
  let best = 0
  for (let code = 0; code < 2 ** circle; code++) {
    const asleep = Uint8Array.from({ length: circle }, (_, slot) => (code >> slot) & 1)
    const shortest = Math.min(circle, ...runLengths(asleep))
    if (code !== 0 && shortest < Math.min(circle, given.minimumHours)) continue
    best = Math.max(best, scheduleValue(asleep, given))
  }
  return best
}

function runLengths(asleep: Uint8Array): number[] {
  const circle = asleep.length
  const lengths: number[] = []
  for (let slot = 0; slot < circle; slot++) {
    if (asleep[slot] === 0 || asleep[(slot + circle - 1) % circle] === 1) continue
    let length = 1
    while (asleep[(slot + length) % circle] === 1) length++
    lengths.push(length)
  }
  return lengths
}

describe('the best schedule', () => {
  const cases: [string, ScheduleProblem, string][] = [
    ['sleeps where sleep gains', problem([1, 1, -1, -1]), '1100'],
    ['sleeps over the edge of the circle', problem([1, -2, -2, 1]), '1001'],
    ['stays awake where nothing gains', problem([-1, -1, -1]), '000'],
    ['sleeps all week without paying for waking', problem([1, 1, 1], 100), '111'],
    ['stays awake where waking costs more than the sleep gains', problem([1, 1, -9, -9], 3), '0000'],
    ['bridges a needed hour when waking is dear', problem([5, -1, 5, -20], 2), '1110'],
    ['keeps the minimum by sleeping over a small loss', problem([3, -1, -9, -9], 0, 2), '1100'],
    ['wakes earlier where the later hour has no GPUs', problem([1, 1, 1, -9], [9, 9, 0, Infinity]), '1100'],
    ['never sleeps in a forbidden hour', problem([1, -Infinity, 1, -Infinity]), '1010'],
  ]
  it.each(cases)('%s', (_, given, expected) => {
    expect(bits(bestSchedule(given).asleep)).toBe(expected)
  })

  const problems = fc
    .integer({ min: 1, max: 10 })
    .chain((circle) =>
      fc.record({
        gain: fc.array(fc.integer({ min: -9, max: 9 }), { minLength: circle, maxLength: circle }),
        wakeCost: fc.array(fc.integer({ min: 0, max: 12 }), { minLength: circle, maxLength: circle }),
        minimumHours: fc.integer({ min: 1, max: 5 }),
      }),
    )
    .map(({ gain, wakeCost, minimumHours }) => problem(gain, wakeCost, minimumHours))

  it('law: no schedule of a small circle is worth more', () => {
    fc.assert(
      fc.property(problems, (given) => {
        expect(bestSchedule(given).value).toBeCloseTo(bruteForce(given), 9)
      }),
      LAW,
    )
  })

  it('law: its value is that of its hours, its sleeps keep the minimum, and it is never negative', () => {
    fc.assert(
      fc.property(problems, (given) => {
        const { asleep, value } = bestSchedule(given)
        expect(value).toBeGreaterThanOrEqual(0)
        expect(scheduleValue(asleep, given)).toBeCloseTo(value, 9)
        const least = Math.min(given.gain.length, given.minimumHours)
        for (const length of runLengths(asleep)) expect(length).toBeGreaterThanOrEqual(least)
      }),
      LAW,
    )
  })
})

describe('the windows of a schedule', () => {
  it('are four nights and a week-end for nights and week-ends', () => {
    expect(sleepWindows(nightsAndWeekends()).map(({ fromSlot, hours }) => [fromSlot, hours])).toEqual([
      [20, 12],
      [44, 12],
      [68, 12],
      [92, 12],
      [116, 60],
    ])
  })
  it('is one without an end for a machine that sleeps all week', () => {
    expect(sleepWindows(new Uint8Array(168).fill(1))).toEqual([{ fromSlot: 0, wakeSlot: 0, hours: 168 }])
  })
})
