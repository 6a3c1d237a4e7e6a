import type { Config } from '../config.ts'
import { listAccounts } from '../db/account-repository.ts'
import { listConnections } from '../db/connection-repository.ts'
import { DataDirHeldError } from '../db/data-dir-lock.ts'
import { checkStore } from '../db/check-store.ts'
import { serveApp } from '../server/main.ts'
import { startDelivery } from '../server/notify/delivery-loop.ts'
import { openSources } from './account-source.ts'
import { apiAddress } from './connection.ts'
import type { Loop } from './every.ts'
import { keepApplying, keepPlanning, requireApplySettings } from './keep-plans.ts'
import { keepReading } from './keep-reading.ts'
import { keepWatch } from './keep-watch.ts'
import { appContext, openProduct, type Product } from './product.ts'
import { untilStopped } from './stop.ts'
import { CommandError, print, say } from './talk.ts'
import { buildWeb, webRoot } from './web-build.ts'

/**
 * `qm start`: opens the store, serves the dashboard and reads the account on a schedule until it is told to end. With
 * `--apply` approved plans are carried out.
 */
export async function start(config: Config, { apply = false }: { apply?: boolean } = {}): Promise<number> {
  if (apply) requireApplySettings(config)
  const stopped = untilStopped()
  await using product = await openOrSayWho(config)
  await introduce(product)
  await build()

  const context = appContext(product, webRoot, { applying: apply })
  const server = await serveApp(context, { ...config.server, onNotice: say })
  product.announce(server.url)
  await print(`Quartermaster is at ${server.url}\n`)

  const { store, clock, log } = product
  const delivery = startDelivery({ store, clock, settings: config.notify }, (error) =>
    log.error({ error }, 'messages could not be sent'),
  )
  const stop = new AbortController()
  void stopped.then(() => stop.abort(new Error('stopped')))
  try {
    await using sources = await openSources(product)
    if (product.uncleanEnd) void checkAfterUncleanEnd(product)
    const scheduler = await keepReading(product, sources, context.setUp, stop.signal)
    const watching = keepWatch(product)
    await using loops = new AsyncDisposableStack()
    const keep = (loop: Loop) => loops.defer(() => loop.stop())
    if (config.now === null) keep(keepPlanning(product, context))
    if (apply) keep(keepApplying(product, context, sources))
    await stopped
    await watching.stop()
    await scheduler.stop()
  } catch (error) {
    if (!stop.signal.aborted) throw error
  } finally {
    say('Ending.')
    await delivery.stop()
    await server.close()
  }
  return 0
}

async function openOrSayWho(config: Config): Promise<Product> {
  try {
    return await openProduct(config)
  } catch (error) {
    if (!(error instanceof DataDirHeldError) || !error.owner?.url) throw error
    throw new CommandError(
      `Quartermaster runs already at ${error.owner.url} (process ${error.owner.pid}) on this store. Open that address, or end it first.`,
    )
  }
}

async function introduce({ demo, config, store, keys }: Product): Promise<void> {
  if (!demo) {
    const connections = await listConnections(store.db)
    for (const account of await listAccounts(store.db)) {
      const connection = connections.get(account.accountId) ?? null
      const { baseUrl } = apiAddress(config, connection)
      const problem = await keys.keyOf(account, connection).then(
        () => null,
        (error: unknown) => (error as Error).message,
      )
      say(`${account.name}: ${problem ?? `reading ${baseUrl}, read-only, by the days of ${account.zone}.`}`)
    }
    return
  }
  say('No BARRACK_API_KEY is set and no account was added: this is the demo, made up, in a store of its own.')
  if (config.database.url) say('DATABASE_URL is left alone: the demo never goes there.')
}

async function build(): Promise<void> {
  say('Building the dashboard if its sources changed ...')
  if (await buildWeb()) say('Built.')
}

/** The embedded store does not wait for the disk: after a power cut a page may be torn, and its checksum tells. */
async function checkAfterUncleanEnd({ store, log }: Product): Promise<void> {
  say('The last process ended without closing the store; it is being checked.')
  try {
    const problems = await checkStore(store)
    for (const problem of problems)
      say(`The store is damaged: ${problem}. Restore a backup, or delete the folder and read anew.`)
    if (problems.length === 0) say('The store is whole.')
  } catch (error) {
    log.warn({ error }, 'the check of the store did not end')
  }
}
