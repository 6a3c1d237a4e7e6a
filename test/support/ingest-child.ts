// One ingest in a process of its own, to be killed: opens the store, says so, reads as of a pinned moment.
import { createBarrackClient } from '../../src/barrack/client.ts'
import { createAccount, findAccount } from '../../src/db/account-repository.ts'
import { openStore } from '../../src/db/open-store.ts'
import type { StoreOptions } from '../../src/db/store.ts'
import { AccountBusyError, runIngest } from '../../src/ingest/run-ingest.ts'

export interface IngestChildInput {
  readonly store: StoreOptions
  readonly url: string
  readonly at: number
}

const { store: options, url, at } = JSON.parse(process.argv[2]!) as IngestChildInput
const store = await openStore(options)
await store.migrate()
const account =
  (await findAccount(store.db, 'test')) ??
  (await createAccount(store.db, { slug: 'test', name: 'Test', kind: 'real', zone: 'Europe/Oslo', createdAt: at }))
const client = createBarrackClient({ baseUrl: url, apiKey: 'a-secret-key', maxPerMinute: null })
process.stdout.write('open\n')
// A killed process holds its lock until the server has noticed.
for (let report = null; report === null;)
  report = await runIngest({ store, client, account, clock: () => at }).catch((error: unknown) => {
    if (error instanceof AccountBusyError) return null
    throw error
  })
process.stdout.write('done\n')
await store.close()
