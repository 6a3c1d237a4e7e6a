import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Store } from '../../src/db/store.ts'
import { startSandbox, type RunningSandbox } from '../../src/sandbox/serve.ts'
import { ingestAccount, sumByCurrency } from '../support/ingest-account.ts'
import { clear, STORES } from '../support/stores.ts'

const AT = '2026-03-20T10:00:00Z'
const LATER = '2026-03-20T11:00:00Z'

interface Scheduled {
  fault: string
  path?: string
  every?: number
  times?: number
}

/** What the first run says while the fault strikes; after the second, without it, nothing may be left of it. */
const FAULTS: [name: string, faults: Scheduled[], status: string][] = [
  ['429 without a time', [{ fault: 'rate-limited', every: 3 }], 'ok'],
  ['429 with Retry-After', [{ fault: 'rate-limited-retry-after', every: 3 }], 'ok'],
  ['server errors', [{ fault: 'server-error', every: 2 }], 'ok'],
  ['a bad gateway', [{ fault: 'bad-gateway', every: 2 }], 'ok'],
  ['the page of a proxy', [{ fault: 'proxy-page', every: 2 }], 'ok'],
  ['truncated JSON', [{ fault: 'truncated', every: 2 }], 'ok'],
  ['dropped connections', [{ fault: 'dropped', every: 2 }], 'ok'],
  ['an endless loop of pages', [{ fault: 'endless-pages', path: 'instances/billing' }], 'partial'],
  ['pages that shift', [{ fault: 'shifting-pages', path: 'instances/billing' }], 'ok'],
  ['records that come twice', [{ fault: 'duplicate-records' }], 'ok'],
  ['records in any order', [{ fault: 'shuffled-records' }], 'ok'],
  ['a refused key', [{ fault: 'refused-key' }], 'failed'],
  ['sources that are not offered', [{ fault: 'not-offered', path: 'gpu-stocks' }], 'ok'],
  ['another case', [{ fault: 'other-case' }], 'ok'],
  ['times without a zone', [{ fault: 'zoneless-times' }], 'ok'],
  ['numbers as text', [{ fault: 'numbers-as-text' }], 'ok'],
  ['NaN', [{ fault: 'not-a-number', path: 'billing' }], 'ok'],
  ['words that nobody has heard of', [{ fault: 'unknown-words' }], 'ok'],
  ['a clock that is ahead', [{ fault: 'clock-skew' }], 'ok'],
  ['records that go back', [{ fault: 'backwards', path: 'billing' }], 'ok'],
]

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

  async function control(method: string, path: string, body: unknown) {
    const headers = { 'content-type': 'application/json' }
    const response = await fetch(`${sandbox.url}/_sandbox/${path}`, { method, headers, body: JSON.stringify(body) })
    expect(response.status, await response.text()).toBe(200)
  }

  /** One run under faults, a later one without; what stands in the store then, and what the first run said. */
  async function run(faults: Scheduled[]) {
    await control('POST', 'clock', { now: AT })
    const { ingest } = await ingestAccount(store, sandbox.url)
    await control('PUT', 'faults', { faults })
    const report = await ingest(AT)
    expect(await sumByCurrency(store, 'charge_day', "resource_type <> 'ai_model'")).toEqual(
      await sumByCurrency(store, 'billing_record'),
    )
    await control('PUT', 'faults', { faults: [] })
    await control('POST', 'clock', { now: LATER })
    expect((await ingest(LATER)).status).toBe('ok')
    const waiting = await store.db.selectFrom('quarantine').select('reason').where('resolved_at', 'is', null).execute()
    expect(waiting).toEqual([])
    return { report, rows: await latest() }
  }

  /** What was billed and what it was split into by region and kind, whenever it was seen. */
  async function latest(): Promise<string[]> {
    const query = sql.raw<{ row: string }>(`
      select (record_id, resource_id, starts_at, ends_at, minutes, total_cost, currency, tier, status)::text as row
      from billing_record
      union all
      select (c.day, c.record_id, r.region, c.sku, sum(c.seconds), sum(c.billed))::text
      from charge_day c left join resource r on r.account_id = c.account_id and r.resource_id = c.resource_id
      group by c.day, c.record_id, r.region, c.sku`)
    return (await query.execute(store.db)).rows.map(({ row }) => row).sort()
  }

  test.each(FAULTS)('%s: nothing lost, nothing doubled', async (_, faults, status) => {
    const { report, rows } = await run(faults)
    expect(report.status).toBe(status)
    expect(rows).toEqual(wanted)
  })
})
