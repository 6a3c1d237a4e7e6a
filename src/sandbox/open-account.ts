import { readFileSync } from 'node:fs'
import { Account, type AccountData } from './account.ts'
import { billErrors } from './bill-errors.ts'
import type { Clock } from './clock.ts'
import { DEMO_DAYS, demoAccount, demoPriceChange } from './demo/demo-account.ts'
import { LARGE_DAYS, largeAccount } from './demo/large-account.ts'
import type { DemoFrame } from './demo/machines.ts'
import { teamAccount } from './demo/team-account.ts'
import { restatedBill } from './demo/team-story.ts'
import type { ScheduledFault } from './faults/schedule.ts'
import type { Bill, HibernationShape, MeterRules, Planted } from './meter.ts'
import { createPriceBook, type SnapshotRule } from './price-book.ts'
import type { Kind } from './resource.ts'
import { addTeamKeys } from './rules/ssh-keys.ts'
import type { Firewall, MachineSettings, Sandbox, Script, SshKey } from './sandbox.ts'
import { DAY, SECOND, startOfUtcDay, wholeSecond } from './time.ts'
import { parseTrace, TraceError } from './trace/parse-trace.ts'
import { countTasks, lastSecondOf, traceAccount } from './trace/trace-account.ts'
import { Versions } from './versions.ts'

export interface SandboxOptions {
  /** The made-up account, or the tasks of a trace file as machines. */
  account?: 'demo' | { traceFile: string }
  /** Another seed is another demo account and another stock. */
  seed?: number
  /** First day of the account, 'YYYY-MM-DD'; without it the history ends at the present moment. */
  firstDay?: string
  /** Pins the clock at this moment, in epoch milliseconds. */
  now?: number
  /** Lets the clock run so many times as fast as the computer's. */
  speed?: number
  /**
   * `small`: 25 machines; `team`: 300 at once by stated shares (demo/team-roster.ts); `large`: 50 accounts of 100
   * machines over two years, each behind its own key (large.ts).
   */
  size?: AccountSize
  /** What hibernating does to a billing record; see `HibernationShape`. */
  hibernation?: HibernationShape
  /** How a snapshot's price is read from the documents. */
  snapshotRule?: SnapshotRule
  /** How many GB a TB of the price list has. */
  gbPerTb?: 1000 | 1024
  /** The one key that is let in; without it any key is. */
  apiKey?: string
  /** So many GPUs of each model in each region beyond what other customers leave; none unless given. */
  spareGpus?: number
  /** Puts mistakes of each known cause in the bills; `GET /_sandbox/bill-errors` tells where. */
  billErrors?: boolean
  /** Faults that strike by themselves. */
  faults?: readonly ScheduledFault[]
  /** 'other': the same account behind other paths, field names, units and another header (dialect.ts). */
  dialect?: 'contract' | 'other'
}

export type AccountSize = 'small' | 'team' | 'large'

interface SizeOfAccount {
  make: (frame: DemoFrame, rules: MeterRules) => AccountData
  /** Days of history at the present. */
  days: number
  /** Bills of a kind among which one could get a mistake of each cause; twenty of each do. */
  oneIn: Record<Kind, number>
  /** A mistake that belongs to the account, asked for or not. */
  story?: (bill: Bill) => Planted | null
}

const SIZES: Readonly<Record<AccountSize, SizeOfAccount>> = {
  small: { make: demoAccount, days: DEMO_DAYS, oneIn: { instance: 12, volume: 1, snapshot: 1 } },
  team: { make: teamAccount, days: DEMO_DAYS, oneIn: { instance: 70, volume: 2, snapshot: 1 }, story: restatedBill },
  large: { make: largeAccount, days: LARGE_DAYS, oneIn: { instance: 800, volume: 1, snapshot: 1 } },
}

/** Opens the account that the options name, at the clock's present. */
export function openAccount(options: SandboxOptions, clock: Clock): Sandbox {
  const seed = options.seed ?? 1
  const state = {
    clock,
    seed,
    spareGpus: options.spareGpus ?? 0,
    apiKey: options.apiKey ?? null,
    machineSettings: new Versions<MachineSettings>(),
    sshKeys: new Versions<SshKey>(),
    scripts: new Versions<Script>(),
    firewalls: new Versions<Firewall>(),
    deployed: new Set<string>(),
    made: 0,
    settledAt: -Infinity,
  }
  const firstAt = firstAtOf(options.firstDay)
  const account = options.account ?? 'demo'
  const served =
    account === 'demo'
      ? demoState(options, seed, firstAt, clock.now())
      : traceState(options, account.traceFile, firstAt, clock.now())
  const sandbox: Sandbox = { ...state, ...served }
  addTeamKeys(sandbox)
  return sandbox
}

function rulesOf(options: SandboxOptions, changeAt = Infinity): MeterRules {
  const { hibernation = 'records', snapshotRule = 'per_100gb', gbPerTb = 1000, seed = 1, size = 'small' } = options
  const book = createPriceBook({ changeAt, snapshotRule, gbPerTb })
  const { story, oneIn } = SIZES[size]
  const errors = options.billErrors ? billErrors(seed, book, oneIn) : undefined
  if (!story && !errors) return { book, hibernation }
  return { book, hibernation, plant: (bill) => story?.(bill) ?? errors?.(bill) ?? null }
}

function demoState(
  options: SandboxOptions,
  seed: number,
  firstDay: number | null,
  now: number,
): Pick<Sandbox, 'account' | 'trace'> {
  const { make, days } = SIZES[options.size ?? 'small']
  const firstAt = firstDay ?? (Math.floor(now / DAY) - days) * DAY
  const rules = rulesOf(options, demoPriceChange(firstAt, days))
  return { account: new Account((until) => make({ seed, firstAt, until }, rules), rules, firstAt), trace: null }
}

/** The trace begins at the first day's midnight, or so that its last event is the present moment. */
function traceState(
  options: SandboxOptions,
  file: string,
  firstAt: number | null,
  now: number,
): Pick<Sandbox, 'account' | 'trace'> {
  const tasks = parseTrace(readTrace(file))
  const lastSecond = lastSecondOf(tasks)
  const startsAt = firstAt ?? wholeSecond(now) - lastSecond * SECOND
  const rules = rulesOf(options)
  return {
    account: new Account((until) => traceAccount(tasks, startsAt, rules, until), rules, startsAt),
    trace: { ...countTasks(tasks), startsAt, endsAt: startsAt + lastSecond * SECOND },
  }
}

function readTrace(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new TraceError(`Cannot read the trace '${file}': ${error instanceof Error ? error.message : String(error)}.`)
  }
}

function firstAtOf(firstDay: string | undefined): number | null {
  if (firstDay === undefined) return null
  const at = startOfUtcDay(firstDay)
  if (at === null) throw new RangeError(`firstDay '${firstDay}' is not a day of the form YYYY-MM-DD`)
  return at
}
