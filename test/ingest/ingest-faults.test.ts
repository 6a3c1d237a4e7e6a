import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Store } from '../../src/db/store.ts'
import { startSandbox, type RunningSandbox } from '../../src/sandbox/serve.ts'
import { billedRows, controlSandbox, FAULT_CASES, type FaultCase } from '../support/fault-cases.ts'
import { ingestAccount, sumByCurrency } from '../support/ingest-account.ts'
import { clear, STORES } from '../support/stores.ts'

const AT = '2026-03-20T10:00:00Z'
const LATER = '2026-03-20T11:00:00Z'

/** It takes five real seconds; the table of `npm run bench -- faults` has it. */
const QUICK = FAULT_CASES.filter(([name]) => name !== 'a body that drips')

describe.each(STORES)('the sandbox with faults ($name)', ({ open }) => {
  let store: Store
  let sandbox: RunningSandbox
  let wanted: string[]

  beforeAll(async () => {
    store = await open()
    sandbox = await startSandbox({ now: Date.parse(AT), firstDay: '2026-03-01', size: 'small' })
    wanted = (await run([])).rows
  })
  afterAll(async () => {
    await sandbox.close()
    await store.close()
  })
  beforeEach(() => clear(store))

  /** One run under faults, a later one without; what stands in the store then, and what the first run said. */
  async function run(faults: FaultCase[1]) {
    await controlSandbox(sandbox.url, 'POST', 'clock', { now: AT })
    const { ingest } = await ingestAccount(store, sandbox.url)
    await controlSandbox(sandbox.url, 'PUT', 'faults', { faults })
    const report = await ingest(AT)
    expect(await sumByCurrency(store, 'charge_day', "resource_type <> 'ai_model'")).toEqual(
      await sumByCurrency(store, 'billing_record'),
    )
    await controlSandbox(sandbox.url, 'PUT', 'faults', { faults: [] })
    await controlSandbox(sandbox.url, 'POST', 'clock', { now: LATER })
    expect((await ingest(LATER)).status).toBe('ok')
    const waiting = await store.db.selectFrom('quarantine').select('reason').where('resolved_at', 'is', null).execute()
    expect(waiting).toEqual([])
    return { report, rows: await billedRows(store) }
  }

  test.each(QUICK)('%s: nothing lost, nothing doubled', async (_, faults, status) => {
    const { report, rows } = await run(faults)
    expect(report.status).toBe(status)
    expect(rows).toEqual(wanted)
  })
})
