import { startScriptedServer, type Scripted, type ScriptedServer } from './scripted-server.ts'

/** What the account holds; a test changes it between two readings. */
export interface FakeAccount {
  balance: unknown
  pricing: unknown
  lists: Record<string, unknown[]>
  /** Rows that a page holds at most, whatever is asked for. Default 500. */
  pageSize?: number
}

export interface FakeBarrack extends AsyncDisposable {
  readonly url: string
  readonly account: FakeAccount
  /** Answers by path instead of the account's; null as an answer lets it through. */
  readonly faults: Map<string, (count: number) => Scripted | null>
  readonly server: ScriptedServer
}

const LISTS: Record<string, string> = {
  '/api/regions/': 'regions',
  '/api/gpu-specs/': 'specs',
  '/api/gpu-stocks/': 'stocks',
  '/api/instances/': 'instances',
  '/api/volumes/': 'volumes',
  '/api/snapshots/': 'snapshots',
  '/api/instances/billing/': 'records',
  '/api/volumes/billing/': 'records',
  '/api/snapshots/billing/': 'records',
  '/api/ai/usage/history/': 'transactions',
}

/** An account whose every answer the test decides, over real HTTP; what it does not hold is not offered. */
export async function startFakeBarrack(lists: Record<string, unknown[]> = {}): Promise<FakeBarrack> {
  const account: FakeAccount = {
    balance: { USD: 100 },
    pricing: { gpus: { pricing: { legacy: { L40: { prices: { USD: 1.5 }, max_count: 8 } } } } },
    lists: { '/api/instances/': [], '/api/instances/billing/': [], ...lists },
  }
  const faults: FakeBarrack['faults'] = new Map()
  const asked = new Map<string, number>()
  const server = await startScriptedServer((url) => {
    const path = url.pathname
    const count = (asked.get(path) ?? 0) + 1
    asked.set(path, count)
    const fault = faults.get(path)?.(count)
    if (fault) return fault
    if (path === '/api/balance/') return { body: { success: true, balance: account.balance, currency: 'USD' } }
    if (path === '/api/pricing/') return { body: { success: true, pricing_data: account.pricing } }
    const rows = account.lists[path]
    const key = LISTS[path]
    if (!rows || !key) return { status: 404, body: { success: false, message: 'Not found' } }
    return { body: pageOf(rows, key, url, account.pageSize) }
  })
  return { url: server.url, account, faults, server, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
}

function pageOf(rows: readonly unknown[], key: string, url: URL, pageSize = 500) {
  const page = Number(url.searchParams.get('page'))
  const limit = Math.min(pageSize, Number(url.searchParams.get('limit')))
  const paging = { total: rows.length, page, limit, total_pages: Math.ceil(rows.length / limit) }
  return {
    success: true,
    [key]: rows.slice((page - 1) * limit, page * limit),
    ...(key === 'records' ? { ...paging, currency: 'USD' } : { pagination: paging }),
  }
}

/** A machine as the list shows it. */
export function machine(id: string, more: Record<string, unknown> = {}) {
  return {
    id,
    name: `vm ${id}`,
    status: 'ACTIVE',
    region: 'CANADA-1',
    gpu_model: 'L40',
    gpu_count: 1,
    tier: 'legacy',
    price_per_hour: 1.5,
    currency: 'USD',
    created_at: '2026-02-27T00:00:00Z',
    ...more,
  }
}

/** A closed record of ten hours at 1.50 an hour unless told otherwise. */
export function bill(id: string, instanceId: string, more: Record<string, unknown> = {}) {
  return {
    billing_id: id,
    instance_id: instanceId,
    vm_name: `vm ${instanceId}`,
    gpu_type: 'L40',
    gpu_count: 1,
    tier: 'Legacy',
    start_time: '2026-02-27T20:00:00Z',
    end_time: '2026-02-28T06:00:00Z',
    total_duration_minutes: 600,
    per_minute_rate: 0.025,
    total_cost: 15,
    currency: 'USD',
    status: 'completed',
    ...more,
  }
}
