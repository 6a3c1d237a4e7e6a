import type { Config } from '../config.ts'
import { holdingAccount } from '../db/account-lock.ts'
import { inOrder, type IngestReport } from '../ingest/ingest-report.ts'
import { runHeldIngest } from '../ingest/run-ingest.ts'
import { deliverDue } from '../server/notify/deliver.ts'
import { openSources } from './account-source.ts'
import { afterReading } from './after-reading.ts'
import type { Api } from './api.ts'
import { progressLines, spentLine, unreadWords } from './progress.ts'
import { withApi, type Product } from './product.ts'
import { sharingLimit } from './share-limit.ts'
import { CommandError, print, say } from './talk.ts'

const EXIT_CODES = { ok: 0, failed: 1, partial: 3 } as const

/** `qm ingest`: reads the account once, here or by the server that holds the store. */
export async function ingest(config: Config, { json }: { json?: true }): Promise<number> {
  const began = performance.now()
  const { report, there } = await withApi(config, async (api, product) =>
    product ? { report: await ingestHere(product), there: false } : { report: await ingestThere(api), there: true },
  )
  if (json) await print(`${JSON.stringify(inOrder(report))}\n`)
  say(`${spentLine(report, performance.now() - began)}${there ? unreadWords(report) : ''}`)
  return EXIT_CODES[report.status]
}

async function ingestHere(product: Product): Promise<IngestReport> {
  const { store, account, clock, config } = product
  await using sources = await openSources(product)
  const source = await sources.of(account)
  const options = { store, account, clock, client: source.client, rules: config.rules, onProgress: progressLines() }
  const held = await holdingAccount(store, account.accountId, () =>
    sharingLimit(store, account, source, () => runHeldIngest(options)),
  )
  if (!held)
    throw new CommandError(`The account '${account.slug}' is being read already: try again when that has ended.`)
  const report = held.result
  await afterReading(product, account, report)
  await deliverDue({ store, clock, settings: config.notify })
  return report
}

interface Job {
  readonly status: 'queued' | 'running' | 'done' | 'failed'
  readonly result: IngestReport | null
  readonly error: string | null
}

async function ingestThere(api: Api): Promise<IngestReport> {
  say('The running server reads the account; its own lines tell how far it is ...')
  const { jobId } = (await (await api.post('/api/v1/ingest-runs')).json()) as { jobId: number }
  for (;;) {
    const { status, result, error } = (await (await api.get(`/api/v1/jobs/${jobId}`)).json()) as Job
    if (status === 'done' && result) return result
    if (status === 'failed') throw new CommandError(error ?? 'The ingest failed; the server has logged why.')
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}
