// A process of its own, as the product is: opens a store and ingests the bills of a served account so many times.
// Argument: the JSON of an IngestTask. It prints the JSON of an IngestTold.
import { readFileSync, writeFileSync } from 'node:fs'
import { createBarrackClient } from '../../src/barrack/client.ts'
import { createAccount, findAccount } from '../../src/db/account-repository.ts'
import { openStore } from '../../src/db/open-store.ts'
import type { StoreOptions } from '../../src/db/store.ts'
import { runIngest } from '../../src/ingest/run-ingest.ts'

export interface IngestTask {
  readonly store: StoreOptions
  readonly url: string
  readonly runs: number
}

export interface IngestTold {
  /** Milliseconds of each run. */
  readonly ms: readonly number[]
  /** Resident when the store was open and the machines known, and the most from then on. */
  readonly idleMb: number
  readonly peakMb: number
}

const NOW = Date.UTC(2027, 0, 1)
const { store: options, url, runs } = JSON.parse(process.argv[2]!) as IngestTask

const store = await openStore(options)
await store.migrate()
const account =
  (await findAccount(store.db, 'bench')) ??
  (await createAccount(store.db, { slug: 'bench', name: 'Bench', kind: 'real', zone: 'UTC', createdAt: NOW }))
const client = createBarrackClient({ baseUrl: url, apiKey: 'bench', maxPerMinute: null })
const common = { store, client, account, clock: () => NOW }
await runIngest({ ...common, sources: ['instances'] })
forgetPeak()
const idleMb = process.memoryUsage.rss() / 2 ** 20
const ms: number[] = []
for (let run = 0; run < runs; run++) {
  const started = performance.now()
  const { status } = await runIngest({ ...common, sources: ['instance-billing'] })
  if (status !== 'ok') throw new Error(`The run ended as ${status}`)
  ms.push(performance.now() - started)
}
const peakMb = peakOf()
await store.close()
console.log(JSON.stringify({ ms, idleMb, peakMb } satisfies IngestTold))

/** The peak counts anew from here where the system can do that. */
function forgetPeak() {
  if (process.platform === 'linux') writeFileSync('/proc/self/clear_refs', '5')
}

function peakOf(): number {
  const told = process.platform === 'linux' && /VmHWM:\s*(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))
  return Number(told ? told[1] : process.resourceUsage().maxRSS) / 1024
}
