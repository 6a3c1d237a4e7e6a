import { Hono } from 'hono'
import { mapLists, type JsonObject } from './faults/fault.ts'

/**
 * The same account behind an API that differs from the contract in all that may differ: header, paths, page parameters,
 * list keys, field names and units; the catalog is not offered. For trying out what finds such differences.
 */
const PATHS: Readonly<Record<string, string>> = {
  '/api/v1/credits': '/api/balance/',
  '/api/v1/pricing': '/api/pricing/',
  '/api/v1/vms': '/api/instances/',
  '/api/v1/vms/billing': '/api/instances/billing/',
  '/api/v1/volumes': '/api/volumes/',
  '/api/v1/volumes/types': '/api/volumes/types/',
  '/api/v1/volumes/billing': '/api/volumes/billing/',
  '/api/v1/snapshots': '/api/snapshots/',
  '/api/v1/snapshots/billing': '/api/snapshots/billing/',
  '/api/v1/images': '/api/images/',
  '/api/v1/ai/model': '/api/ai/models/',
  '/api/v1/ai/usage/summary': '/api/ai/usage/summary/',
  '/api/v1/ai/usage/history': '/api/ai/usage/history/',
}

/** Their names for fields, by path of the contract. */
const FIELDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '/api/instances/': { id: 'uuid', status: 'state', region: 'location', created_at: 'createdAt' },
  '/api/instances/billing/': { instance_id: 'vmId', start_time: 'startedAt', end_time: 'endedAt' },
  '/api/volumes/': { size_gb: 'sizeGb', volume_type: 'type' },
  '/api/volumes/billing/': { billing_id: 'invoice_id', total_cost: 'amount' },
  '/api/ai/usage/history/': { input_tokens: 'prompt_tokens', output_tokens: 'completion_tokens' },
}

/** Where one machine is told of, under which key, and with which field in other words. */
const ONE_MACHINE = { theirs: /^\/api\/v1\/vms\/([^/]+)$/, key: 'vm', image: 'os' }

const KEY_HEADER = 'x-api-key'
const PAGE = 'p'
const LIMIT = 'per_page'

/** The API in other words; what lies beside it (`/_sandbox`) stays as it is. */
export function inOtherWords(contract: Hono, apiKey: string | null): Hono {
  return new Hono({ strict: true })
    .all('/api/*', async (c) => {
      const url = new URL(c.req.url)
      const id = PATHS[url.pathname] ? undefined : ONE_MACHINE.theirs.exec(url.pathname)?.[1]
      const path = id === undefined ? PATHS[url.pathname] : `/api/instances/${id}/`
      const key = c.req.header(KEY_HEADER)
      if (!key || (apiKey !== null && key !== apiKey)) return c.json({ message: 'No such API key' }, 401)
      if (path === undefined) return c.json({ message: 'Not Found' }, 404)
      const asked = new URL(path, url)
      for (const [name, value] of url.searchParams)
        if (name === PAGE) asked.searchParams.set('page', value)
        else if (name === LIMIT) asked.searchParams.set('limit', value)
      const response = await contract.fetch(
        new Request(asked, { method: c.req.method, headers: { authorization: `Bearer ${key}` } }),
      )
      if (!response.ok) return response
      const answer = (await response.json()) as JsonObject
      return c.json((id === undefined ? reworded(path, answer) : machineReworded(answer)) as object)
    })
    .all('*', (c) => contract.fetch(c.req.raw))
}

function reworded(path: string, answer: JsonObject): JsonObject {
  const names = FIELDS[path] ?? {}
  const renamed = mapLists(answer, (rows) => rows.map((row) => renameFields(row, names)))
  if (path === '/api/instances/') return { ...renamed, instances: (renamed['instances'] as JsonObject[]).map(nested) }
  if (path !== '/api/instances/billing/') return renamed
  const { records, ...rest } = renamed
  return { ...rest, data: { items: (records as JsonObject[]).map(inOtherUnits) } }
}

function machineReworded({ instance, ...rest }: JsonObject): JsonObject {
  const { image, ...machine } = renameFields(instance as JsonObject, FIELDS['/api/instances/']!)
  return { ...rest, [ONE_MACHINE.key]: { ...machine, [ONE_MACHINE.image]: image ?? null } }
}

function renameFields(row: JsonObject, names: Readonly<Record<string, string>>): JsonObject {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [names[name] ?? name, value]))
}

function nested({ gpu_model, gpu_count, ...rest }: JsonObject): JsonObject {
  return { ...rest, flavor: { gpu: gpu_model ?? null, gpu_count: gpu_count ?? null } }
}

/** Cents and seconds where the contract has units and minutes. */
function inOtherUnits({ total_cost, total_duration_minutes, ...rest }: JsonObject): JsonObject {
  return {
    ...rest,
    cost_cents: Number((Number(total_cost) * 100).toFixed(2)),
    duration_seconds: Number(total_duration_minutes) * 60,
  }
}
