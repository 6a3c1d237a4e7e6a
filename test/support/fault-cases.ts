import { sql } from 'kysely'
import type { Store } from '../../src/db/store.ts'
import type { RunStatus } from '../../src/ingest/ingest-report.ts'

/** A fault as the sandbox's schedule takes it. */
export interface ScheduledFault {
  readonly fault: string
  readonly path?: string
  readonly every?: number
  readonly times?: number
}

/** What the run says that a fault strikes; after the next one, without it, nothing may be left of it. */
export type FaultCase = readonly [name: string, faults: readonly ScheduledFault[], status: RunStatus]

export const FAULT_CASES: readonly FaultCase[] = [
  ['429 without a time', [{ fault: 'rate-limited', every: 3 }], 'ok'],
  ['429 with Retry-After', [{ fault: 'rate-limited-retry-after', every: 3 }], 'ok'],
  ['server errors', [{ fault: 'server-error', every: 2 }], 'ok'],
  ['a bad gateway', [{ fault: 'bad-gateway', every: 2 }], 'ok'],
  ['the page of a proxy', [{ fault: 'proxy-page', every: 2 }], 'ok'],
  ['truncated JSON', [{ fault: 'truncated', every: 2 }], 'ok'],
  ['dropped connections', [{ fault: 'dropped', every: 2 }], 'ok'],
  ['a body that drips', [{ fault: 'slow', path: 'balance', times: 1 }], 'ok'],
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

/** What was billed and what it was split into by region and kind, whenever it was seen. */
export async function billedRows({ db }: Pick<Store, 'db'>): Promise<string[]> {
  const query = sql.raw<{ row: string }>(`
    select (record_id, resource_id, starts_at, ends_at, minutes, total_cost, currency, tier, status)::text as row
    from billing_record
    union all
    select (c.day, c.record_id, r.region, c.sku, sum(c.seconds), sum(c.billed))::text
    from charge_day c left join resource r on r.account_id = c.account_id and r.resource_id = c.resource_id
    group by c.day, c.record_id, r.region, c.sku`)
  return (await query.execute(db)).rows.map(({ row }) => row).sort()
}

/** Sets what goes wrong, or another part of the sandbox. @throws with its answer where it refuses. */
export async function controlSandbox(url: string, method: 'POST' | 'PUT', path: string, body: unknown): Promise<void> {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(`${url}/_sandbox/${path}`, { method, headers, body: JSON.stringify(body) })
  const text = await response.text()
  if (!response.ok) throw new Error(`The sandbox answered ${response.status}: ${text}`)
}
