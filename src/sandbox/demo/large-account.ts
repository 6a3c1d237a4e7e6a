import type { AccountData } from '../account.ts'
import { pacedErrors, plantOnly } from '../bill-errors.ts'
import type { MeterRules } from '../meter.ts'
import { drawInteger, drawOne } from '../random.ts'
import type { Instance } from '../resource.ts'
import { type TopUpHabit, topUpsOf } from '../top-ups.ts'
import type { Habit } from './habits.ts'
import { type DemoFrame, rosterMachines } from './machines.ts'
import type { Role } from './roster.ts'
import { demoVolumes, type VolumeRole } from './storage.ts'

/** Two years of history. */
export const LARGE_DAYS = 730

const SHIFTS = 70
const BOXES = 20
const ALWAYS_ON = 10
const GPUS = ['RTX-A6000', 'L40', 'A100-PCIe-80GB'] as const
const TOP_UPS: readonly TopUpHabit[] = [
  { currency: 'USD', firstUnits: 50_000n, stepUnits: 5000n, whenDaysLeft: 10n, forDays: 30n },
]

/**
 * One of the 50 accounts of the `large` size: 100 machines that are woken and put to sleep so often that two years make
 * some 200,000 billing records. It is there for its size and tells no story.
 */
export function largeAccount(frame: DemoFrame, rules: MeterRules): AccountData {
  const instances = rosterMachines(largeRoster(frame.seed), frame)
  const volumes = demoVolumes(frame, instances, volumeRoles(frame.seed, instances))
  const resources = [...instances, ...volumes]
  const mistaken = pacedErrors(resources, rules, { firstAt: frame.firstAt, days: LARGE_DAYS })
  return {
    instances,
    volumes,
    snapshots: [],
    images: [],
    ai: [],
    topUps: topUpsOf(resources, plantOnly(rules, mistaken), TOP_UPS, frame),
    mistaken,
  }
}

/** Every second machine has a volume. */
function volumeRoles(seed: number, machines: readonly Instance[]): VolumeRole[] {
  return machines
    .filter((_machine, number) => number % 2 === 0)
    .map(({ name }) => ({
      name: `${name}-data`,
      gb: drawOne([100, 500, 1000], seed, name, 'volume size'),
      tier: 'legacy',
      volumeType: 'SSD',
      machine: name,
      afterDays: drawInteger(0, 720, seed, name, 'volume'),
    }))
}

function largeRoster(seed: number): Role[] {
  return Array.from({ length: SHIFTS + BOXES + ALWAYS_ON }, (_, number): Role => {
    const name = `node-${String(number + 1).padStart(3, '0')}`
    return {
      name,
      region: drawOne(['CANADA-1', 'NORWAY-1'], seed, name, 'region'),
      gpuModel: drawOne(GPUS, seed, name, 'gpu'),
      gpuCount: drawOne([1, 1, 2, 4], seed, name, 'count'),
      currency: 'USD',
      habit: habitOf(seed, name, number),
      fromDay: drawInteger(0, 5, seed, name, 'from'),
    }
  })
}

function habitOf(seed: number, name: string, number: number): Habit {
  const zoneHours = drawInteger(-7, 2, seed, name, 'zone')
  if (number < SHIFTS) return { kind: 'shifts', zoneHours }
  return number < SHIFTS + BOXES ? { kind: 'work-hours', zoneHours } : { kind: 'always', rebootEveryDays: 30 }
}
