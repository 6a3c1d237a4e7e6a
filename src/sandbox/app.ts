import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { createMiddleware } from 'hono/factory'
import { ApiError, onError, onNotFound } from './api-error.ts'
import { authenticated } from './auth.ts'
import { UNPRICED_MODEL } from './bill-errors.ts'
import { type Clock, createClock } from './clock.ts'
import { inOtherWords } from './dialect.ts'
import { manyAccounts } from './large.ts'
import { openAccount, type SandboxOptions } from './open-account.ts'
import { openApiDocument } from './openapi.ts'
import { FaultSchedule } from './faults/schedule.ts'
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
import { settleWallets } from './rules/depletion.ts'
import type { Sandbox } from './sandbox.ts'

const LARGEST_BODY = 256 * 1024

export type { SandboxOptions } from './open-account.ts'

/** The Barrack API as an app without a server; `clock` moves its present. */
export function createSandbox(options: SandboxOptions = {}): { app: Hono; clock: Clock } {
  const clock = createClock({ now: options.now, speed: options.speed })
  if (options.size === 'large')
    return {
      app: withErrors(manyAccounts((account) => createAccountApp({ ...options, ...account }, clock).app)),
      clock,
    }
  const { app } = createAccountApp(options, clock)
  return { app: options.dialect === 'other' ? inOtherWords(app, options.apiKey ?? null) : app, clock }
}

/** The API of one account. */
export function createAccountApp(options: SandboxOptions, clock: Clock): { app: Hono; sandbox: Sandbox } {
  const sandbox = openAccount(options, clock)
  const schedule = new FaultSchedule(options.faults)
  const api = new Hono()
    .use(authenticated(sandbox))
    .use(settled(sandbox))
    .use(emptyBodies)
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
  return { app, sandbox }
}

function withErrors(app: Hono): Hono {
  app.onError(onError)
  app.notFound(onNotFound(app))
  return app
}

/** A request without any body asks for what a body of `{}` asks for, whatever its content type promises. */
const emptyBodies = createMiddleware(async function readEmptyBodies(c, next) {
  if (c.req.method === 'POST' && (await c.req.text()) === '') c.req.raw.headers.delete('content-type')
  await next()
})

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
