import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createBarrackClient } from '../../src/barrack/client.ts'
import { endpointOverrides } from '../../src/barrack/endpoint-map.ts'
import type { Store } from '../../src/db/store.ts'
import { redact } from '../../src/ingest/doctor/redact.ts'
import { runDoctor } from '../../src/ingest/doctor/run-doctor.ts'
import { runIngest } from '../../src/ingest/run-ingest.ts'
import { createApp } from '../../src/server/app.ts'
import { startSandbox, type RunningSandbox } from '../../src/sandbox/serve.ts'
import { ingestAccount } from '../support/ingest-account.ts'
import { contextOf } from '../server/fixture.ts'
import { clear, STORES } from '../support/stores.ts'

const AT = '2026-03-20T10:00:00Z'
const KEY = 'a-secret-key'
const clock = () => Date.parse(AT)

/** The account of a sandbox whose API differs in all that may differ; what was asked of it is written down. */
async function startOther() {
  const asked: { method: string; headers: IncomingHttpHeaders }[] = []
  const other = await startSandbox({
    now: clock(),
    firstDay: '2026-03-01',
    size: 'small',
    dialect: 'other',
    apiKey: KEY,
  })
  const server = createServer((request, response) => {
    void (async () => {
      asked.push({ method: request.method ?? '', headers: request.headers })
      const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]))
      const answer = await fetch(new URL(request.url ?? '/', other.url), { method: request.method ?? 'GET', headers })
      response.writeHead(answer.status, { 'content-type': 'application/json', 'x-ratelimit-limit': '500' })
      response.end(await answer.text())
    })()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
      await other.close()
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

  const exported = async () =>
    (
      await createApp(contextOf(store)).request(
        'http://127.0.0.1/api/v1/exports/charges.csv?from=2026-03-01&to=2026-03-21',
      )
    ).text()

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
    const wanted = await exported()

    await using api = await startOther()
    const report = await runDoctor({ baseUrl: api.url, apiKey: KEY, clock })
    expect(report.requests).toBeLessThanOrEqual(60)
    expect([...new Set(api.asked.map(({ method }) => method))]).toEqual(['GET'])
    expect(report.auth).toMatchObject({ accepted: true, use: { header: 'X-API-Key', scheme: '' } })
    expect(report.rateLimit).toEqual({ 'x-ratelimit-limit': '500' })
    expect(JSON.stringify(report)).not.toContain(KEY)
    const notOffered = report.sources.filter(({ state }) => state !== 'found').map(({ name }) => name)
    expect(notOffered).toEqual(['regions', 'gpu-specs', 'gpu-stocks', 'hibernated'])

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
    expect(await exported()).toBe(wanted)
    expect(wanted.split('\r\n').length).toBeGreaterThan(300)
    // With its own map the same API differs in nothing more.
    const again = await runDoctor({
      baseUrl: api.url,
      apiKey: KEY,
      authHeader: 'X-API-Key',
      authScheme: '',
      endpoints: report.endpoints,
      clock,
    })
    expect(again.endpoints).toEqual(report.endpoints)
  })

  test('a refused key says which headers were tried', async () => {
    await using api = await startOther()
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
  ).toEqual({ id: 'xxx-000000x', name: 'xxxx', status: 'ACTIVE', price: 2, nested: [{ ip: '00.0.0.0' }, 1] })
})
