import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { readFileSync } from 'node:fs'
import { Account } from './account.ts'
import { ApiError, onError, onNotFound } from './api-error.ts'
import { authenticated } from './auth.ts'
import { type Clock, createClock } from './clock.ts'
import { DEMO_DAYS, demoAccount, demoPriceChange } from './demo/demo-account.ts'
import { createPriceBook } from './price-book.ts'
import { aiRoutes } from './routes/ai.ts'
import { balanceRoutes } from './routes/balance.ts'
import { billingRoutes } from './routes/billing.ts'
import { gpuSpecRoutes, gpuStockRoutes, regionRoutes } from './routes/catalog.ts'
import { imageRoutes } from './routes/images.ts'
import { instanceRoutes } from './routes/instances.ts'
import { pricingRoutes } from './routes/pricing.ts'
import { snapshotRoutes } from './routes/snapshots.ts'
import { truthRoutes } from './routes/truth.ts'
import { volumeRoutes } from './routes/volumes.ts'
import type { Sandbox } from './sandbox.ts'
import { DAY, SECOND, startOfUtcDay, wholeSecond } from './time.ts'
import { parseTrace, TraceError } from './trace/parse-trace.ts'
import { countTasks, lastSecondOf, traceAccount } from './trace/trace-account.ts'

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
  size?: 'small'
  /** The one key that is let in; without it any key is. */
  apiKey?: string
}

const LARGEST_BODY = 256 * 1024

/** The Barrack API of one account as an app without a server; `clock` moves its present. */
export function createSandbox(options: SandboxOptions = {}): { app: Hono; clock: Clock; sandbox: Sandbox } {
  const clock = createClock({ now: options.now, speed: options.speed })
  const sandbox = createState(options, clock)
  const api = new Hono()
    .use(authenticated(sandbox))
    .route('/balance', balanceRoutes(sandbox))
    .route('/regions', regionRoutes())
    .route('/gpu-specs', gpuSpecRoutes())
    .route('/gpu-stocks', gpuStockRoutes(sandbox))
    .route('/pricing', pricingRoutes(sandbox))
    .route('/instances/billing', billingRoutes(sandbox, 'instance'))
    .route('/instances', instanceRoutes(sandbox))
    .route('/volumes/billing', billingRoutes(sandbox, 'volume'))
    .route('/volumes', volumeRoutes(sandbox))
    .route('/snapshots/billing', billingRoutes(sandbox, 'snapshot'))
    .route('/snapshots', snapshotRoutes(sandbox))
    .route('/images', imageRoutes(sandbox))
    .route('/ai', aiRoutes(sandbox))
  const app = new Hono({ strict: false })
    .use(
      bodyLimit({
        maxSize: LARGEST_BODY,
        onError: () => {
          throw new ApiError('too_large', `A body may have at most ${LARGEST_BODY} bytes`)
        },
      }),
    )
    .route('/api', api)
    .route('/_sandbox', truthRoutes(sandbox))
  app.onError(onError)
  app.notFound(onNotFound)
  return { app, clock, sandbox }
}

function createState(options: SandboxOptions, clock: Clock): Sandbox {
  const seed = options.seed ?? 1
  const common = { clock, seed, apiKey: options.apiKey ?? null }
  const account = options.account ?? 'demo'
  if (account !== 'demo')
    return { ...common, ...traceState(account.traceFile, firstAtOf(options.firstDay), clock.now()) }
  const firstAt = firstAtOf(options.firstDay) ?? (Math.floor(clock.now() / DAY) - DEMO_DAYS) * DAY
  const book = createPriceBook({ changeAt: demoPriceChange(firstAt) })
  return {
    ...common,
    account: new Account((until) => demoAccount({ seed, firstAt, until }, book), book, firstAt),
    trace: null,
  }
}

/** The trace begins at the first day's midnight, or so that its last event is the present moment. */
function traceState(file: string, firstAt: number | null, now: number): Pick<Sandbox, 'account' | 'trace'> {
  const tasks = parseTrace(readTrace(file))
  const lastSecond = lastSecondOf(tasks)
  const startsAt = firstAt ?? wholeSecond(now) - lastSecond * SECOND
  const book = createPriceBook()
  return {
    account: new Account((until) => traceAccount(tasks, startsAt, book, until), book, startsAt),
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
