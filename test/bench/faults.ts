import { createAccount } from '../../src/db/account-repository.ts'
import { createBarrackClient } from '../../src/barrack/client.ts'
import { textTable } from '../../src/commands/table.ts'
import { openStore } from '../../src/db/open-store.ts'
import { runIngest } from '../../src/ingest/run-ingest.ts'
import { startSandbox } from '../../src/sandbox/serve.ts'
import { billedRows, controlSandbox, FAULT_CASES, type FaultCase } from '../support/fault-cases.ts'
import type { Bench } from './bench.ts'

const BEFORE = '2026-03-20T09:00:00Z'
const AT = '2026-03-20T10:00:00Z'
const LATER = '2026-03-20T11:00:00Z'

interface Outcome {
  readonly status: string
  readonly requests: number
  readonly waiting: number
  /** What was billed before the fault struck, after it, and after the next reading. */
  readonly before: readonly string[]
  readonly after: readonly string[]
  readonly again: readonly string[]
}

/**
 * Each fault against a server on loopback, on the embedded store: an account that was read an hour before is read while
 * the fault strikes, and again an hour later without it. Prints the rows of bills and charges of each moment, and counts
 * the cases after which they are not those of an account that nothing struck.
 */
export const faults: Bench = async () => {
  const sandbox = await startSandbox({ now: Date.parse(BEFORE), firstDay: '2026-03-01', size: 'small' })
  try {
    const untouched = await outcomeOf(sandbox.url, [])
    const rows: string[][] = []
    let differing = 0
    for (const [name, scheduled, wanted] of FAULT_CASES) {
      const { status, requests, waiting, before, after, again } = await outcomeOf(sandbox.url, scheduled)
      const isSame = status === wanted && isEqual(before, untouched.before) && isEqual(again, untouched.again)
      if (!isSame) differing++
      rows.push([
        name,
        status,
        ...[requests, before.length, after.length, waiting, again.length].map(String),
        isSame ? 'the same' : 'OTHER ROWS',
      ])
    }
    console.error(
      textTable(
        ['fault', 'the run', 'requests', 'rows before', 'after', 'in quarantine', 'after re-run', 'as if it never was'],
        rows,
      ),
    )
    return {
      n: FAULT_CASES.length,
      figures: { rowsBefore: untouched.before.length, rowsAfter: untouched.again.length, differing },
      anchor: { requests: untouched.requests },
      pass: differing === 0,
    }
  } finally {
    await sandbox.close()
  }
}

async function outcomeOf(url: string, scheduled: FaultCase[1]): Promise<Outcome> {
  await using stack = new AsyncDisposableStack()
  const store = stack.adopt(await openStore({ kind: 'pglite', dataDir: null }), (opened) => opened.close())
  await store.migrate()
  const account = await createAccount(store.db, {
    slug: 'faults',
    name: 'Faults',
    kind: 'real',
    zone: 'Europe/Oslo',
    createdAt: Date.parse(BEFORE),
  })
  // It does not really wait between its tries.
  const client = createBarrackClient({
    baseUrl: url,
    apiKey: 'key',
    maxPerMinute: null,
    sleep: () => Promise.resolve(),
  })
  const read = async (at: string, faultsOf: FaultCase[1]) => {
    await controlSandbox(url, 'POST', 'clock', { now: at })
    await controlSandbox(url, 'PUT', 'faults', { faults: faultsOf })
    const report = await runIngest({ store, client, account, clock: () => Date.parse(at) })
    return { report, rows: await billedRows(store) }
  }
  const before = await read(BEFORE, [])
  const struck = await read(AT, scheduled)
  const waiting = await store.db.selectFrom('quarantine').select('reason').where('resolved_at', 'is', null).execute()
  const again = await read(LATER, [])
  const { status, requests } = struck.report
  return { status, requests, waiting: waiting.length, before: before.rows, after: struck.rows, again: again.rows }
}

const isEqual = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every((row, i) => row === b[i])
