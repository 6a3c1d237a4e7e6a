import { draw, drawInteger, drawOne } from '../random.ts'
import type { Currency } from '../resource.ts'
import type { Habit, Rhythm, RhythmKind } from './habits.ts'
import type { Role } from './roster.ts'

/**
 * The `team` account: 300 machines at once, taken over a week at the present, by shares that were written down before
 * any forecast looked at it and are not changed to please one. Seeds 1 to 40 are for work, 101 to 160 for figures.
 *
 *   always-on            35 %  105 roles, rebooted now and then; 6 of them shut off and forgotten, 4 decoys
 *   autoscaled           20 %   60 of the 120 places of 6 services, filled by the hour (autoscaled.ts)
 *   work-hours boxes     25 %   75 roles; 15 % of them change their habit once; 10 % of the nights are worked through;
 *                               two owners (6 boxes each) never stop anything
 *   one-shot jobs        20 %   60 at work, fewer after a week-end: 52 begun on a working day (team-jobs.ts)
 *
 * Beside them a runaway deployment: ten machines of a sweep that ran for 20 hours before somebody noticed.
 * Decoys look idle and are not: shut off all month, they are started for the last two days of each.
 */
export const TEAM_SHARES = { alwaysOn: 105, autoscaled: 60, boxes: 75, jobs: 60 } as const

const FORGOTTEN = 6
const DECOYS = 4
const RUNAWAY = 10
const RUNAWAY_DAY = 171
const BOXES_PER_OWNER = 6
const SHARE_OF_CHANGED_HABITS = 0.15
/** Most of the machines are there from the first weeks on, the others come over half a year. */
const EARLY_SHARE = 0.7
const EARLY_DAYS = 20
const ALL_DAYS = 180

const SERVICES = ['search', 'chat', 'vision', 'speech', 'embed', 'rank', 'guard', 'docs', 'maps', 'ads'] as const
const OWNERS = [
  'anna',
  'marco',
  'tom',
  'priya',
  'kari',
  'ingrid',
  'lars',
  'yuki',
  'sven',
  'leila',
  'omar',
  'nina',
  'paul',
] as const
const RESTLESS = ['viktor', 'dana'] as const

interface Place {
  region: string
  currency: Currency
  zoneHours: number
}
const PLACES: readonly [Place, ...Place[]] = [
  { region: 'CANADA-1', currency: 'USD', zoneHours: -5 },
  { region: 'CANADA-1', currency: 'USD', zoneHours: -5 },
  { region: 'US-1', currency: 'USD', zoneHours: -7 },
  { region: 'NORWAY-1', currency: 'EUR', zoneHours: 1 },
  { region: 'NORWAY-1', currency: 'USD', zoneHours: 1 },
]
const SERVING_GPUS = ['L40', 'L40', 'A100-PCIe-80GB', 'H100-PCIe-80GB', 'RTX-A6000'] as const
const BOX_GPUS = ['RTX-A6000', 'RTX-A6000', 'L40', 'A100-PCIe-80GB'] as const
const CHANGED_TO: readonly [RhythmKind, ...RhythmKind[]] = ['work-weeks', 'day-and-night', 'at-times', 'nightly']

/** The roles of the team that have a place of their own: always-on machines, boxes and the runaway sweep. */
export function teamRoster(seed: number): Role[] {
  return [
    ...Array.from({ length: TEAM_SHARES.alwaysOn }, (_, number) => alwaysOnRole(seed, number)),
    ...Array.from({ length: TEAM_SHARES.boxes }, (_, number) => boxRole(seed, number)),
    ...Array.from({ length: RUNAWAY }, (_, number) => runawayRole(number)),
  ]
}

function fromDay(seed: number, name: string): number {
  return draw(seed, name, 'early') < EARLY_SHARE
    ? drawInteger(0, EARLY_DAYS, seed, name, 'from')
    : drawInteger(EARLY_DAYS, ALL_DAYS, seed, name, 'from')
}

function alwaysOnRole(seed: number, number: number): Role {
  const name = `${SERVICES[number % SERVICES.length] ?? ''}-${String(Math.floor(number / SERVICES.length) + 1).padStart(2, '0')}`
  const { region, currency, zoneHours } = drawOne(PLACES, seed, name, 'place')
  return {
    name,
    region,
    currency,
    gpuModel: drawOne(SERVING_GPUS, seed, name, 'gpu'),
    gpuCount: drawOne([1, 1, 2, 2, 4], seed, name, 'count'),
    habit: alwaysOnHabit(seed, name, number, zoneHours),
    fromDay: fromDay(seed, name),
  }
}

function alwaysOnHabit(seed: number, name: string, number: number, zoneHours: number): Habit {
  if (number < FORGOTTEN) {
    const by = draw(seed, name, 'by') < 0.5 ? 'poweroff' : 'stop'
    return { kind: 'forgotten', idleAfterDays: drawInteger(5, 90, seed, name, 'idle'), by }
  }
  if (number < FORGOTTEN + DECOYS) return { kind: 'month-ends', zoneHours, rests: 'SHUTOFF' }
  return { kind: 'always', rebootEveryDays: drawInteger(20, 70, seed, name, 'reboot') }
}

function boxRole(seed: number, number: number): Role {
  const restless = RESTLESS[Math.floor(number / BOXES_PER_OWNER)]
  const owner = restless ?? OWNERS[number % OWNERS.length] ?? ''
  const name = `dev-${owner}-${number + 1}`
  const { region, currency, zoneHours } = drawOne(PLACES, seed, name, 'place')
  const rhythm: Rhythm = { kind: restless ? 'day-and-night' : 'work-hours', zoneHours }
  const changes = !restless && draw(seed, name, 'changes') < SHARE_OF_CHANGED_HABITS
  return {
    name,
    region,
    currency,
    gpuModel: drawOne(BOX_GPUS, seed, name, 'gpu'),
    gpuCount: drawOne([1, 1, 1, 2], seed, name, 'count'),
    habit: changes
      ? {
          ...rhythm,
          changes: {
            afterDays: drawInteger(20, 150, seed, name, 'change'),
            to: drawOne(CHANGED_TO, seed, name, 'change to'),
          },
        }
      : rhythm,
    fromDay: fromDay(seed, name),
  }
}

function runawayRole(number: number): Role {
  return {
    name: `sweep-${String(number).padStart(2, '0')}`,
    region: 'NORWAY-1',
    currency: 'USD',
    gpuModel: 'H100-SXM5-80GB',
    gpuCount: 8,
    habit: { kind: 'once', hours: 20 },
    fromDay: RUNAWAY_DAY,
  }
}
