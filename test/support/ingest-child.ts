// One ingest in a process of its own, to be killed: opens the store, says so, reads as of a pinned moment.
import type { KyselyPlugin } from 'kysely'
import { createBarrackClient } from '../../src/barrack/client.ts'
import { createAccount, findAccount } from '../../src/db/account-repository.ts'
import { openStore } from '../../src/db/open-store.ts'
import type { Store, StoreOptions } from '../../src/db/store.ts'
import { AccountBusyError, runIngest } from '../../src/ingest/run-ingest.ts'

export interface IngestChildInput {
  readonly store: StoreOptions
  readonly url: string
  readonly at: number
  /** Kills itself at this boundary of statements: 2k before the k-th begins, 2k + 1 when it has answered. */
  readonly boundary?: number
}

const { store: options, url, at, boundary = -1 } = JSON.parse(process.argv[2]!) as IngestChildInput
const opened = await openStore(options)
await opened.migrate()
let passed = 0
const store: Store = { ...opened, db: opened.db.withPlugin(counting()) }
const account =
  (await findAccount(opened.db, 'test')) ??
  (await createAccount(opened.db, { slug: 'test', name: 'Test', kind: 'real', zone: 'Europe/Oslo', createdAt: at }))
const client = createBarrackClient({ baseUrl: url, apiKey: 'a-secret-key', maxPerMinute: null })
process.stdout.write('open\n')
// A killed process holds its lock until the server has noticed.
for (let report = null; report === null;)
  report = await runIngest({ store, client, account, clock: () => at }).catch((error: unknown) => {
    if (error instanceof AccountBusyError) return null
    throw error
  })
process.stdout.write(`done ${passed}\n`)
await opened.close()

function counting(): KyselyPlugin {
  const pass = () => {
    if (passed++ === boundary) process.kill(process.pid, 'SIGKILL')
  }
  return {
    transformQuery({ node }) {
      pass()
      return node
    },
    transformResult({ result }) {
      pass()
      return Promise.resolve(result)
    },
  }
}
