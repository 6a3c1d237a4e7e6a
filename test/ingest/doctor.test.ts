import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createBarrackClient } from '../../src/barrack/client.ts'
import { endpointOverrides } from '../../src/barrack/endpoint-map.ts'
import type { Store } from '../../src/db/store.ts'
import { redact } from '../../src/ingest/doctor/redact.ts'
import { runDoctor } from '../../src/ingest/doctor/run-doctor.ts'
import { runIngest } from '../../src/ingest/run-ingest.ts'
import { startSandbox, type RunningSandbox } from '../../src/sandbox/serve.ts'
import { contents, ingestAccount } from '../support/ingest-account.ts'
import { clear, STORES } from '../support/stores.ts'

const AT = '2026-03-20T10:00:00Z'
const KEY = 'a-secret-key'
const clock = () => Date.parse(AT)

type Row = Record<string, unknown>

/** Where the contract's paths are in this API; what is not here is not offered. */
const PATHS: Record<string, string> = {
  '/api/v1/credits': '/api/balance/',
  '/api/v1/regions': '/api/regions/',
  '/api/v1/gpu_specs': '/api/gpu-specs/',
  '/api/v1/gpu_stocks': '/api/gpu-stocks/',
  '/api/v1/pricing': '/api/pricing/',
  '/api/v1/vms': '/api/instances/',
  '/api/v1/volumes': '/api/volumes/',
  '/api/v1/snapshots': '/api/snapshots/',
  '/api/v1/vms/billing': '/api/instances/billing/',
  '/api/v1/volumes/billing': '/api/volumes/billing/',
  '/api/v1/snapshots/billing': '/api/snapshots/billing/',
  '/api/v1/volumes/types': '/api/volumes/types/',
  '/api/v1/images': '/api/images/',
}

function renamed(path: string, answer: Row): unknown {
  if (path === '/api/instances/') {
    const rows = (answer.instances as Row[]).map(({ id, status, gpu_model, gpu_count, ...rest }) => {
      return { ...rest, uuid: id, state: status, flavor: { gpu: gpu_model, gpu_count } }
    })
    return { ...answer, instances: rows }
  }
  if (path === '/api/instances/billing/') {
    const { records, ...paging } = answer
    const items = (records as Row[]).map(
      ({ start_time, end_time, total_duration_minutes, total_cost, instance_id, ...rest }) => ({
        ...rest,
        vmId: instance_id,
        startedAt: start_time,
        endedAt: end_time,
        duration_seconds: Number(total_duration_minutes) * 60,
        cost_cents: Number((Number(total_cost) * 100).toFixed(2)),
      }),
    )
    return { ...paging, data: { items } }
  }
  return answer
}

/** The sandbox behind another spelling of everything: header, paths, field names, units, list key, page parameters. */
async function startRenamed(sandbox: RunningSandbox) {
  const methods = new Set<string>()
  const server = createServer((request, response) => {
    void (async () => {
      methods.add(request.method ?? '')
      const url = new URL(request.url ?? '/', 'http://loopback')
      const path = PATHS[url.pathname]
      response.setHeader('content-type', 'application/json')
      response.setHeader('x-ratelimit-limit', '500')
      if (request.headers['x-api-key'] !== KEY) response.statusCode = 401
      else if (path === undefined) response.statusCode = 404
      if (response.statusCode !== 200) return void response.end('{"message": "no"}')
      const inner = new URL(path!, sandbox.url)
      inner.searchParams.set('page', url.searchParams.get('p') ?? '1')
      inner.searchParams.set('limit', url.searchParams.get('per_page') ?? '20')
      const answer = (await (await fetch(inner, { headers: { authorization: `Bearer ${KEY}` } })).json()) as Row
      response.end(JSON.stringify(renamed(path!, answer)))
    })()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    methods,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

describe.each(STORES)('doctor ($name)', ({ open }) => {
  let store: Store
  let sandbox: RunningSandbox
  beforeAll(async () => {
    store = await open()
    sandbox = await startSandbox({ now: clock(), firstDay: '2026-03-01', size: 'small' })
  })
  afterAll(async () => {
    await sandbox.close()
    await store.close()
  })

  test('an API as the contract says needs nothing', async () => {
    const report = await runDoctor({ baseUrl: sandbox.url, apiKey: KEY, clock })
    expect(report.endpoints).toEqual({})
    expect(report.auth).toEqual({
      accepted: true,
      use: { header: 'Authorization', scheme: 'Bearer' },
      tried: ['Authorization: Bearer <key>'],
    })
    expect(report.sources.filter(({ state }) => state !== 'found')).toEqual([])
    expect(report.requests).toBeLessThan(30)
  })

  test('with the map that it proposes a renamed API gives the same charges', async () => {
    await clear(store)
    await (await ingestAccount(store, sandbox.url)).ingest(AT)
    const without = (row: string) => !row.includes('ai/')
    const wanted = (await contents(store, 'charge_day')).filter(without)

    await using api = await startRenamed(sandbox)
    const report = await runDoctor({ baseUrl: api.url, apiKey: KEY, clock })
    expect(report.requests).toBeLessThanOrEqual(60)
    expect([...api.methods]).toEqual(['GET'])
    expect(report.auth).toMatchObject({ accepted: true, use: { header: 'X-API-Key', scheme: '' } })
    expect(report.rateLimit).toEqual({ 'x-ratelimit-limit': '500' })
    expect(JSON.stringify(report)).not.toContain(KEY)
    const notOffered = report.sources.filter(({ state }) => state !== 'found').map(({ name }) => name)
    expect(notOffered).toEqual(['hibernated', 'ai-summary', 'ai-history', 'ai-models'])

    await clear(store)
    const { options } = await ingestAccount(store, api.url)
    const client = createBarrackClient({
      baseUrl: api.url,
      apiKey: KEY,
      authHeader: report.auth.use.header,
      authScheme: report.auth.use.scheme,
      endpoints: endpointOverrides.parse(JSON.parse(JSON.stringify(report.endpoints))),
      maxPerMinute: null,
    })
    const run = await runIngest({ ...options, client, clock })
    expect(run.status).toBe('ok')
    expect((await contents(store, 'charge_day')).filter(without)).toEqual(wanted)
    expect(await contents(store, 'billing_record')).not.toEqual([])
  })

  test('a refused key says which headers were tried', async () => {
    await using api = await startRenamed(sandbox)
    const report = await runDoctor({ baseUrl: api.url, apiKey: 'another-key', clock })
    expect(report.auth).toMatchObject({ accepted: false })
    expect(report.auth.tried).toEqual([
      'Authorization: Bearer <key>',
      'X-API-Key: <key>',
      'api_key: <key>',
      'Authorization: <key>',
      'Authorization: Token <key>',
    ])
    expect(JSON.stringify(report)).not.toContain('another-key')
  })
})

test('a sample shows the form of an answer and nobody in it', () => {
  expect(
    redact({ id: 'BRK-123456D', name: 'Kari', status: 'ACTIVE', price: 1.5, nested: [{ ip: '10.0.0.1' }, 1, 2] }),
  ).toEqual({ id: 'xxx-000000x', name: 'xxxx', status: 'ACTIVE', price: 1.5, nested: [{ ip: '00.0.0.0' }, 1] })
})
