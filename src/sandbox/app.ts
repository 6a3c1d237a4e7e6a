import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { createMiddleware } from 'hono/factory'
import { readFileSync } from 'node:fs'
import { Account } from './account.ts'
import { ApiError, onError, onNotFound } from './api-error.ts'
import { authenticated } from './auth.ts'
import { billErrors, UNPRICED_MODEL } from './bill-errors.ts'
import { type Clock, createClock } from './clock.ts'
import { DEMO_DAYS, demoAccount, demoPriceChange } from './demo/demo-account.ts'
import type { HibernationShape, MeterRules } from './meter.ts'
import { teamAccount } from './demo/team-account.ts'
import { openApiDocument } from './openapi.ts'
import { createPriceBook, type SnapshotRule } from './price-book.ts'
import { FaultSchedule, type ScheduledFault } from './faults/schedule.ts'
import { aiRoutes } from './routes/ai.ts'
import { balanceRoutes } from './routes/balance.ts'
import { billingRoutes } from './routes/billing.ts'
import { gpuSpecRoutes, gpuStockRoutes, regionRoutes } from './routes/catalog.ts'
import { faultRoutes } from './routes/faults.ts'
import { firewallRoutes } from './routes/firewalls.ts'
import { imageRoutes } from './routes/images.ts'
import { instanceRoutes } from './routes/instances.ts'
import { pricingRoutes } from './routes/pricing.ts'
import { scriptRoutes } from './routes/scripts.ts'
import { snapshotRoutes } from './routes/snapshots.ts'
import { sshKeyRoutes } from './routes/ssh-keys.ts'
import { truthRoutes } from './routes/truth.ts'
import { volumeRoutes } from './routes/volumes.ts'
import { addTeamKeys } from './rules/ssh-keys.ts'
import { settleWallets } from './rules/depletion.ts'
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
  /** `small`: about 22 machines at a time; `team`: 300 by stated shares (demo/team-roster.ts). */
  size?: 'small' | 'team'
  /** What hibernating does to a billing record; see `HibernationShape`. */
  hibernation?: HibernationShape
  /** How a snapshot's price is read from the documents. */
  snapshotRule?: SnapshotRule
  /** The one key that is let in; without it any key is. */
  apiKey?: string
  /** Puts mistakes of each known cause in the bills; `GET /_sandbox/bill-errors` tells where. */
  billErrors?: boolean
  /** Faults that strike by themselves. */
  faults?: readonly ScheduledFault[]
}

/** Bills of a kind among which one gets a mistake of each cause: about twenty of each after six months of the team. */
const ONE_IN = {
  small: { instance: 60, volume: 4, snapshot: 8 },
  team: { instance: 700, volume: 4, snapshot: 8 },
} as const

const LARGEST_BODY = 256 * 1024

/** The Barrack API of one account as an app without a server; `clock` moves its present. */
export function createSandbox(options: SandboxOptions = {}): { app: Hono; clock: Clock; sandbox: Sandbox } {
  const clock = createClock({ now: options.now, speed: options.speed })
  const sandbox = createState(options, clock)
  const schedule = new FaultSchedule(options.faults)
  const api = new Hono()
    .use(authenticated(sandbox))
    .use(settled(sandbox))
    .route('/balance', balanceRoutes(sandbox))
    .route('/regions', regionRoutes())
    .route('/gpu-specs', gpuSpecRoutes())
    .route('/gpu-stocks', gpuStockRoutes(sandbox))
    .route('/pricing', pricingRoutes(sandbox, options.billErrors ? UNPRICED_MODEL : null))
    .route('/instances/billing', billingRoutes(sandbox, 'instance'))
    .route('/instances', instanceRoutes(sandbox))
    .route('/volumes/billing', billingRoutes(sandbox, 'volume'))
    .route('/volumes', volumeRoutes(sandbox))
    .route('/snapshots/billing', billingRoutes(sandbox, 'snapshot'))
    .route('/snapshots', snapshotRoutes(sandbox))
    .route('/images', imageRoutes(sandbox))
    .route('/ai', aiRoutes(sandbox))
    .route('/ssh-keys', sshKeyRoutes(sandbox))
    .route('/scripts', scriptRoutes(sandbox))
    .route('/firewalls', firewallRoutes(sandbox))
  const sound = withErrors(new Hono({ strict: false }).route('/api', api))
  const app = withErrors(new Hono({ strict: false }))
    .use(bodyLimit({ maxSize: LARGEST_BODY, onError: refuseBody }))
    .all('/api/*', (c) => schedule.answer(c.req.raw, async (request) => sound.fetch(request)))
    .get('/openapi.json', async (c) => c.json(await openApiDocument(sound)))
    .route('/_sandbox/faults', faultRoutes(schedule))
    .route('/_sandbox', new Hono().use(settled(sandbox)).route('/', truthRoutes(sandbox)))
  return { app, clock, sandbox }
}

function withErrors(app: Hono): Hono {
  app.onError(onError)
  app.notFound(onNotFound)
  return app
}

function refuseBody(): never {
  throw new ApiError('too_large', `A body may have at most ${LARGEST_BODY} bytes`)
}

/** Before anything is answered, what an empty wallet has brought about until now is brought about. */
function settled(sandbox: Sandbox) {
  return createMiddleware(async function settle(_c, next) {
    settleWallets(sandbox, sandbox.clock.now())
    await next()
  })
}

function createState(options: SandboxOptions, clock: Clock): Sandbox {
  const seed = options.seed ?? 1
  const state = {
    clock,
    seed,
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
  const { hibernation = 'records', snapshotRule = 'per_100gb', seed = 1, size = 'small' } = options
  const book = createPriceBook({ changeAt, snapshotRule })
  return { book, hibernation, ...(options.billErrors ? { plant: billErrors(seed, book, ONE_IN[size]) } : {}) }
}

function demoState(
  options: SandboxOptions,
  seed: number,
  firstDay: number | null,
  now: number,
): Pick<Sandbox, 'account' | 'trace'> {
  const firstAt = firstDay ?? (Math.floor(now / DAY) - DEMO_DAYS) * DAY
  const rules = rulesOf(options, demoPriceChange(firstAt))
  const make = options.size === 'team' ? teamAccount : demoAccount
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
