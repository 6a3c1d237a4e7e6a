import { createAccountApp, type SandboxOptions } from '../../src/sandbox/app.ts'
import { createClock } from '../../src/sandbox/clock.ts'

export const NOW = Date.parse('2026-03-18T10:30:00Z')
export const HOUR = 3_600_000
export const DAY = 24 * HOUR

/** A sandbox at a pinned moment with `get` and `post` through real requests. */
export function openSandbox(options: SandboxOptions = {}) {
  const clock = createClock({ now: options.now ?? NOW })
  const { app, sandbox } = createAccountApp(options, clock)
  const headers = { Authorization: 'Bearer any-key', 'Content-Type': 'application/json' }
  const send = async (method: string, path: string, body?: unknown) => {
    const response = await app.request(path, {
      method,
      headers,
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, text, json: JSON.parse(text) as Record<string, unknown> }
  }
  return {
    app,
    clock,
    sandbox,
    send,
    text: async (path: string) => (await send('GET', path)).text,
    // The shapes are what the tests are about: they say what they expect where they read.
    get: async <T>(path: string) => (await send('GET', path)).json as unknown as T,
    status: async (path: string) => (await send('GET', path)).status,
  }
}

export interface BillingRecord {
  billing_id: string
  instance_id: string
  volume_id: string
  snapshot_id: string
  start_time: string
  end_time: string | null
  total_duration_minutes: number
  per_minute_rate: number
  total_cost: number
  currency: string
  status: string
}

/** All records of a billing list, page by page. */
export async function allRecords(sandbox: ReturnType<typeof openSandbox>, kind: string): Promise<BillingRecord[]> {
  const records: BillingRecord[] = []
  for (let page = 1; ; page++) {
    const answer = await sandbox.get<{ records: BillingRecord[]; total_pages: number }>(
      `/api/${kind}/billing/?limit=500&page=${page}`,
    )
    records.push(...answer.records)
    if (page >= answer.total_pages) return records
  }
}
