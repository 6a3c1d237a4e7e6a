import { draw, drawInteger, drawOne } from '../random.ts'
import type { Instance } from '../resource.ts'
import { DAY, dayNumberOf, SECOND, utcDayOf, weekdayOf } from '../time.ts'
import { ledgerOfHabit } from './habits.ts'
import { type DemoFrame, machine } from './machines.ts'
import { JOB_SHAPES, JOB_TOPICS } from './roster.ts'
import { TEAM_SHARES } from './team-roster.ts'

const SHARE_OF_WORKING_DAYS = 1 / 5
const SHARE_OF_WEEKEND_DAYS = 1 / 20
/** Numbers of jobs start here: sixty for each day. */
const FIRST_NUMBER = 100_000

/** Jobs that run once for one to 40 hours and are deleted; one in eight fails within the first hour. */
export function teamJobs({ seed, firstAt, until }: DemoFrame): Instance[] {
  const jobs: Instance[] = []
  for (let day = 0; firstAt + day * DAY <= until; day++) {
    const weekday = weekdayOf(dayNumberOf(firstAt) + day)
    const share = weekday === 0 || weekday === 6 ? SHARE_OF_WEEKEND_DAYS : SHARE_OF_WORKING_DAYS
    for (let place = 0; place < TEAM_SHARES.jobs; place++) {
      const words = ['team job', day, place] as const
      if (draw(seed, ...words) >= share) continue
      const createdAt = firstAt + day * DAY + drawInteger(7 * 3600, 22 * 3600, seed, ...words, 'at') * SECOND
      const length = draw(seed, ...words, 'hours')
      const hours = draw(seed, ...words, 'fails') < 1 / 8 ? length : 40 ** length
      const topic = drawOne(JOB_TOPICS, seed, ...words, 'topic')
      const name = `train-${topic}-${utcDayOf(createdAt).slice(5).replace('-', '')}-${place}`
      const ledger = ledgerOfHabit({ kind: 'once', hours }, createdAt, Infinity, until, {
        seed,
        name: `${name} ${day}`,
      })
      const shape = drawOne(JOB_SHAPES, seed, ...words, 'shape')
      jobs.push({ ...machine(seed, FIRST_NUMBER + day * TEAM_SHARES.jobs + place, { ...shape, name }), ledger })
    }
  }
  return jobs
}
