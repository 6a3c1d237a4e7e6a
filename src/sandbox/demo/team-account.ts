import type { AccountData } from '../account.ts'
import { pacedErrors, plantOnly } from '../bill-errors.ts'
import type { MeterRules } from '../meter.ts'
import { draw, drawOne } from '../random.ts'
import { type TopUpHabit, topUpsOf } from '../top-ups.ts'
import { demoAiUsage } from './ai-usage.ts'
import { DEMO_DAYS } from './demo-account.ts'
import { autoscaledMachines } from './autoscaled.ts'
import { type DemoFrame, rosterMachines } from './machines.ts'
import { demoSnapshots, demoVolumes, type VolumeRole } from './storage.ts'
import { teamJobs } from './team-jobs.ts'
import { teamRoster } from './team-roster.ts'
import type { Role } from './roster.ts'

/** The euro wallet is looked after late: it is always about to run dry. */
const TOP_UPS: readonly TopUpHabit[] = [
  { currency: 'USD', firstUnits: 50_000n, stepUnits: 5000n, whenDaysLeft: 10n, forDays: 30n },
  { currency: 'EUR', firstUnits: 10_000n, stepUnits: 1000n, whenDaysLeft: 3n, forDays: 8n },
]

/** The team account up to a moment, under the same law as the small one. */
export function teamAccount(frame: DemoFrame, rules: MeterRules): AccountData {
  const roster = teamRoster(frame.seed)
  const own = rosterMachines(roster, frame)
  const instances = [...own, ...autoscaledMachines(frame), ...teamJobs(frame)]
  const volumes = demoVolumes(frame, own, volumeRoles(frame.seed, roster))
  const snapshots = demoSnapshots(frame, own, WEEKLY)
  const resources = [...instances, ...volumes, ...snapshots]
  const mistaken = pacedErrors(resources, rules, { firstAt: frame.firstAt, days: DEMO_DAYS })
  return {
    instances,
    volumes,
    snapshots,
    images: [],
    ai: demoAiUsage(frame),
    topUps: topUpsOf(resources, plantOnly(rules, mistaken), TOP_UPS, frame),
    mistaken,
  }
}

const WEEKLY = [
  { machine: 'search-02', gb: 100 },
  { machine: 'chat-02', gb: 100 },
  { machine: 'speech-02', gb: 150 },
  { machine: 'embed-02', gb: 100 },
]

/** Two machines of five have a volume; of one in ten of these it was detached and forgotten. */
function volumeRoles(seed: number, roster: readonly Role[]): VolumeRole[] {
  return roster
    .filter(({ name, habit }) => habit.kind !== 'once' && draw(seed, name, 'volume') < 0.4)
    .map(({ name }) => ({
      name: `${name}-data`,
      gb: drawOne([100, 200, 500, 1000, 2000, 4000], seed, name, 'volume size'),
      tier: 'legacy',
      volumeType: 'SSD',
      machine: name,
      afterDays: 0,
      ...(draw(seed, name, 'volume left') < 0.1 ? { detachAfterDays: 30 } : {}),
    }))
}
