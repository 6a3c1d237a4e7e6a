import { OS_IMAGES, gpuModel } from '../catalog.ts'
import { resourceId } from '../ids.ts'
import { draw, drawInteger, drawOne } from '../random.ts'
import type { Instance } from '../resource.ts'
import { DAY, HOUR, SECOND, utcDayOf, weekdayOf, dayNumberOf } from '../time.ts'
import { ledgerOfHabit } from './habits.ts'
import { JOB_SHAPES, JOB_TOPICS, type Role } from './roster.ts'

export interface DemoFrame {
  seed: number
  /** Start of the first day. */
  firstAt: number
  until: number
}

/** Numbers of one-shot jobs start here; the roster's lie below. */
const FIRST_JOB_NUMBER = 1000

/** The machines of the roster that were asked for before `until`. */
export function rosterMachines(roster: readonly Role[], { seed, firstAt, until }: DemoFrame): Instance[] {
  return roster.flatMap((role, number) => {
    const createdAt = firstAt + role.fromDay * DAY + drawInteger(7 * 3600, 16 * 3600, seed, role.name, 'born') * SECOND
    if (createdAt > until) return []
    const deletedAt = role.untilDay === undefined ? Infinity : createdAt + (role.untilDay - role.fromDay) * DAY
    const ledger = ledgerOfHabit(role.habit, createdAt, deletedAt, until, { seed, name: role.name })
    return [{ ...machine(seed, number, role), ledger }]
  })
}

/** At most one job a day: on three working days of ten and one week-end day of eight, for 2 to 60 hours. */
export function jobMachines({ seed, firstAt, until }: DemoFrame): Instance[] {
  const jobs: Instance[] = []
  for (let day = 0; firstAt + day * DAY <= until; day++) {
    const weekday = weekdayOf(dayNumberOf(firstAt) + day)
    if (draw(seed, 'job', day) >= (weekday === 0 || weekday === 6 ? 1 / 8 : 3 / 10)) continue
    const createdAt = firstAt + day * DAY + drawInteger(8 * 3600, 21 * 3600, seed, 'job', day, 'at') * SECOND
    const failed = draw(seed, 'job', day, 'fails') < 0.12
    const hours = failed ? draw(seed, 'job', day, 'hours') : 2 * 30 ** draw(seed, 'job', day, 'hours')
    const name = `train-${drawOne(JOB_TOPICS, seed, 'job', day, 'topic')}-${utcDayOf(createdAt).slice(5).replace('-', '')}`
    const ledger = ledgerOfHabit({ kind: 'once', hours }, createdAt, Infinity, until, { seed, name: `${name} ${day}` })
    const shape = drawOne(JOB_SHAPES, seed, 'job', day, 'shape')
    jobs.push({ ...machine(seed, FIRST_JOB_NUMBER + day, { ...shape, name }), ledger })
  }
  return jobs
}

export type MachineRole = Pick<Role, 'name' | 'region' | 'gpuModel' | 'gpuCount' | 'currency'>

/** All of a machine but its ledger. */
export function machine(seed: number, number: number, role: MachineRole): Omit<Instance, 'ledger'> {
  const { tier } = gpuModel(role.gpuModel)
  const images = OS_IMAGES.filter((image) => image.tier === tier)
  return {
    kind: 'instance',
    id: resourceId(number, 'D', seed),
    name: role.name,
    region: role.region,
    tier,
    currency: role.currency,
    gpuModel: role.gpuModel,
    gpuCount: role.gpuCount,
    image: images[drawInteger(0, images.length - 1, seed, role.name, 'image')]!.name,
    sshKeys: [role.region === 'NORWAY-1' ? 'oslo-team' : 'platform-team'],
  }
}

/** When a machine is gone, before which its volumes must be detached: an hour ahead of the deletion. */
export function lastUseOf(instance: Instance): number {
  const last = instance.ledger.at(-1)
  return last?.state === 'DELETING' ? last.from - HOUR : Infinity
}
