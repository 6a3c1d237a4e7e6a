import { draw, drawInteger, drawOne } from '../random.ts'
import type { Instance } from '../resource.ts'
import { DAY, dayNumberOf, SECOND, utcDayOf, weekdayOf } from '../time.ts'
import { ledgerOfHabit } from './habits.ts'
import { type DemoFrame, machine } from './machines.ts'
import { JOB_TOPICS, type JobShape } from './roster.ts'

/**
 * Jobs of a mean length L hours that are begun n times a week keep n x L / 168 machines. Here n = 5 x 52 + 2 x 10 = 280
 * and L = 7/8 x 3 x 55 / ln 56 + 1/8 x 1/2 = 36 h, which are 60.
 */
const BEGUN_ON_WORKING_DAYS = 52
const BEGUN_ON_WEEKEND_DAYS = 10
/** Days are up to a fifth busier or quieter than that. */
const SPREAD = 0.2
const SHORTEST_HOURS = 3
const LONGEST_HOURS = 168
const SHARE_OF_FAILURES = 1 / 8
/** Numbers of jobs start here: so many are kept for each day. */
const FIRST_NUMBER = 100_000
const NUMBERS_PER_DAY = 100

const SHAPES: readonly [JobShape, ...JobShape[]] = [
  { gpuModel: 'A100-PCIe-80GB', gpuCount: 1, region: 'CANADA-1', currency: 'USD' },
  { gpuModel: 'A100-PCIe-80GB', gpuCount: 2, region: 'CANADA-1', currency: 'USD' },
  { gpuModel: 'RTX-A6000', gpuCount: 2, region: 'US-1', currency: 'USD' },
  { gpuModel: 'H100-PCIe-NVLink-80GB', gpuCount: 2, region: 'CANADA-1', currency: 'USD' },
  { gpuModel: 'H100-SXM5-80GB', gpuCount: 4, region: 'NORWAY-1', currency: 'USD' },
  { gpuModel: 'L40', gpuCount: 2, region: 'NORWAY-1', currency: 'EUR' },
]

/** Jobs that run once, for three hours to a week, and are deleted; one in eight fails within the first hour. */
export function teamJobs({ seed, firstAt, until }: DemoFrame): Instance[] {
  const jobs: Instance[] = []
  for (let day = 0; firstAt + day * DAY <= until; day++)
    for (let number = 0; number < begunOn(day, seed, firstAt); number++) {
      const words = ['team job', day, number] as const
      const createdAt = firstAt + day * DAY + drawInteger(7 * 3600, 22 * 3600, seed, ...words, 'at') * SECOND
      const length = draw(seed, ...words, 'hours')
      const fails = draw(seed, ...words, 'fails') < SHARE_OF_FAILURES
      const hours = fails ? length : SHORTEST_HOURS * (LONGEST_HOURS / SHORTEST_HOURS) ** length
      const topic = drawOne(JOB_TOPICS, seed, ...words, 'topic')
      const name = `train-${topic}-${utcDayOf(createdAt).slice(5).replace('-', '')}-${number}`
      const draws = { seed, name: `${name} ${day}` }
      const ledger = ledgerOfHabit({ kind: 'once', hours }, createdAt, Infinity, until, draws)
      const shape = drawOne(SHAPES, seed, ...words, 'shape')
      jobs.push({ ...machine(seed, FIRST_NUMBER + day * NUMBERS_PER_DAY + number, { ...shape, name }), ledger })
    }
  return jobs
}

function begunOn(day: number, seed: number, firstAt: number): number {
  const weekend = [0, 6].includes(weekdayOf(dayNumberOf(firstAt) + day))
  const busy = 1 - SPREAD + 2 * SPREAD * draw(seed, 'team jobs', day)
  return Math.round((weekend ? BEGUN_ON_WEEKEND_DAYS : BEGUN_ON_WORKING_DAYS) * busy)
}
