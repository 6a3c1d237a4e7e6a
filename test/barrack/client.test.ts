import { describe, expect, test } from 'vitest'
import { createBarrackClient, type BarrackClientOptions } from '../../src/barrack/client.ts'
import { BarrackError } from '../../src/barrack/barrack-error.ts'
import type { ListName } from '../../src/barrack/contract/index.ts'
import { startScriptedServer, type Scripted } from '../support/scripted-server.ts'

const KEY = 'a-very-secret-key'

/** A client that does not really wait; `slept` holds what it would have waited. */
function clientOf(url: string, options: Partial<BarrackClientOptions> = {}) {
  const slept: number[] = []
  const client = createBarrackClient({
    baseUrl: url,
    apiKey: KEY,
    random: () => 0,
    sleep: (milliseconds) => Promise.resolve(void slept.push(milliseconds)),
    ...options,
  })
  return { client, slept }
}

const regions = (...names: string[]) => ({ success: true, regions: names.map((name) => ({ name, new_field: 1 })) })

async function idsOf(client: ReturnType<typeof clientOf>['client'], list: ListName): Promise<string[]> {
  const ids: string[] = []
  for await (const page of client.pages(list)) ids.push(...page.rows.map(({ id }) => id))
  return ids
}

/** Serves a list by pages of at most `limit` rows; `rows` is asked for at every request. */
function paged(rows: (request: number) => readonly unknown[], limit: number, key = 'instances') {
  return (url: URL, count: number): Scripted => {
    const all = rows(count)
    const page = Number(url.searchParams.get('page'))
    const body = {
      success: true,
      [key]: all.slice((page - 1) * limit, page * limit),
      pagination: { total: all.length, page, limit, total_pages: Math.ceil(all.length / limit) },
    }
    return { body }
  }
}

const instance = (number: number) => ({ id: `BRK-${number}D`, status: 'ACTIVE' })
const instances = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => instance(from + i))

describe('faults that pass', () => {
  const faults: [string, Scripted, number][] = [
    ['a server error', { status: 500, body: { message: 'Internal Server Error' } }, 1000],
    ['a proxy page', { status: 502, body: '<html>Bad gateway</html>' }, 1000],
    ['HTML with status 200', { body: '<!doctype html><p>Down for maintenance' }, 1000],
    ['truncated JSON', { body: '{"success": true, "regions": [{"na' }, 1000],
    ['a dropped connection', { body: regions('A'), cut: 10 }, 1000],
    ['an empty body', { body: '' }, 1000],
    ['too many requests', { status: 429, body: { message: 'slow down' } }, 2000],
    ['too many requests with a wait', { status: 429, headers: { 'retry-after': '17' }, body: {} }, 17_000],
    [
      'a wait until a date',
      {
        status: 503,
        headers: { 'retry-after': 'Sun, 01 Mar 2026 00:00:09 GMT', date: 'Sun, 01 Mar 2026 00:00:00 GMT' },
        body: {},
      },
      9000,
    ],
  ]
  test.each(faults)('%s is asked again', async (_, fault, wait) => {
    await using server = await startScriptedServer((_url, count) => (count === 1 ? fault : { body: regions('A') }))
    const { client, slept } = clientOf(server.url)
    expect(await idsOf(client, 'regions')).toEqual(['A'])
    expect(slept).toEqual([wait])
    expect(client.requests).toBe(2)
  })

  test('a drip that never ends is cut off by the timeout', async () => {
    await using server = await startScriptedServer((_url, count) => ({ body: regions('A'), stall: count === 1 }))
    const { client } = clientOf(server.url, { timeoutMs: 200 })
    expect(await idsOf(client, 'regions')).toEqual(['A'])
  })

  test('the wait doubles, then it is given up with what, where and what to do', async () => {
    await using server = await startScriptedServer(() => ({ status: 503, body: { message: `down ${KEY}` } }))
    const { client, slept } = clientOf(server.url)
    const error = await client.read('balance').catch((caught: unknown) => caught as BarrackError)
    expect(slept).toEqual([1000, 2000, 4000, 8000, 16_000])
    expect(error).toMatchObject({ kind: 'unreachable', status: 503 })
    expect((error as Error).message).toBe(
      `GET ${server.url}/api/balance/ gave no usable answer in 6 tries; the last one: status 503 (down [key]). ` +
        'Check BARRACK_URL or try later.',
    )
  })
})

describe('faults that stay', () => {
  test('a host without any HTTP answer is given up after three tries, one that answered before after six', async () => {
    const gone = await startScriptedServer(() => ({}))
    await gone[Symbol.asyncDispose]()
    const unheard = clientOf(gone.url)
    const refused = (await unheard.client.read('balance').catch((caught: unknown) => caught)) as BarrackError
    expect(refused).toMatchObject({ kind: 'silent', status: null })
    expect(refused.message).toMatch(
      /gave no answer in 3 tries; the last one: connect ECONNREFUSED [\d.:]+\. Check BARRACK_URL or try later\.$/,
    )
    expect(unheard.slept).toEqual([1000, 2000])

    const server = await startScriptedServer(() => ({ body: regions('A') }))
    const { client, slept } = clientOf(server.url)
    expect(await idsOf(client, 'regions')).toEqual(['A'])
    await server[Symbol.asyncDispose]()
    await expect(client.read('balance')).rejects.toMatchObject({ kind: 'silent' })
    expect(slept).toEqual([1000, 2000, 4000, 8000, 16_000])
    await expect(client.read('balance')).rejects.toThrow(/in 3 tries/)
  })

  test.each([
    [401, 'unauthorized', /refused the key \(401\), sent as 'X-API-Key: <key>'\. It says: \[key\]\. Check/],
    [403, 'forbidden', /may not do this/],
    [404, 'not-found', /BARRACK_ENDPOINTS/],
    [422, 'refused', /status 422/],
  ])('status %i is not asked again', async (status, kind, message) => {
    await using server = await startScriptedServer(() => ({ status, body: { success: false, message: KEY } }))
    const { client } = clientOf(server.url, { authHeader: 'X-API-Key', authScheme: '' })
    const error = (await client.read('balance').catch((caught: unknown) => caught)) as BarrackError
    expect(error).toBeInstanceOf(BarrackError)
    expect(error.kind).toBe(kind)
    expect(error.message).toMatch(message)
    expect(error.message).not.toContain(KEY)
    expect(client.requests).toBe(1)
    expect(server.requests[0]!.headers['x-api-key']).toBe(KEY)
  })

  test('a redirect within the host is followed, the key never goes to another host', async () => {
    await using other = await startScriptedServer(() => ({ body: regions('A') }))
    await using server = await startScriptedServer((url) =>
      url.pathname === '/api/regions/'
        ? { status: 301, headers: { location: '/v1/regions/' } }
        : url.pathname === '/v1/regions/'
          ? { body: regions('A') }
          : { status: 302, headers: { location: `${other.url}/api/balance/` } },
    )
    const { client } = clientOf(server.url)
    expect(await idsOf(client, 'regions')).toEqual(['A'])
    await expect(client.read('balance')).rejects.toThrow(/the key is not sent to another host/)
    expect(other.requests).toEqual([])
  })

  test('an answer without its list names the keys that it has', async () => {
    await using server = await startScriptedServer(() => ({ body: { success: true, data: [] } }))
    await expect(idsOf(clientOf(server.url).client, 'instances')).rejects.toThrow(/it has success, data/)
  })
})

describe('rows', () => {
  test('unknown fields are kept, what does not parse is refused alone', async () => {
    const good = { name: 'CANADA-1', colour: 'blue' }
    await using server = await startScriptedServer(() => ({ body: { regions: [good, { name: null }, 'odd'] } }))
    for await (const page of clientOf(server.url).client.pages('regions')) {
      expect(page.rows).toMatchObject([{ id: 'CANADA-1', raw: good, value: good }])
      expect(page.refused).toEqual([
        { raw: { name: null }, reason: 'name: expected text' },
        { raw: 'odd', reason: expect.stringContaining('expected object') as string },
      ])
    }
  })

  test('a bare NaN refuses its row and not the page', async () => {
    const row = (id: string, cost: string) =>
      `{"billing_id":"${id}","volume_id":"V","start_time":"2026-01-01T00:00:00","total_duration_minutes":"5",` +
      `"total_cost":${cost},"status":"Available","tier":"Advanced","volume_name":"NaN is a name"}`
    await using server = await startScriptedServer(() => ({
      body: `{"records": [${row('a', 'NaN')}, ${row('b', '"0.5"')}], "currency": "usd"}`,
    }))
    for await (const page of clientOf(server.url).client.pages('volume-billing')) {
      expect(page.refused).toMatchObject([{ reason: "total_cost: expected a decimal number, got 'NaN'" }])
      expect(page.rows).toMatchObject([
        { id: 'b', value: { total_cost: '0.5', tier: 'advanced', status: 'available', volume_name: 'NaN is a name' } },
      ])
      expect(page.envelope).toEqual({ currency: 'usd' })
    }
  })

  test('renamed fields, list key and parameters are read by the endpoint map', async () => {
    await using server = await startScriptedServer((url) => ({
      body: { data: [{ uuid: 'M1', state: 'ACTIVE', flavor: { gpu: 'L40' } }], asked: url.search },
    }))
    const { client } = clientOf(server.url, {
      endpoints: {
        instances: {
          path: '/api/v1/vms',
          list: 'data',
          fields: { id: 'uuid', status: 'state', gpu_model: 'flavor.gpu' },
          pageParameter: 'p',
          limitParameter: 'per_page',
        },
      },
    })
    for await (const page of client.pages('instances'))
      expect(page.rows).toMatchObject([{ id: 'M1', value: { status: 'ACTIVE', gpu_model: 'L40' } }])
    expect(server.requests[0]!.url.href).toContain('/api/v1/vms?p=1&per_page=500')
  })
})

describe('pages', () => {
  test('the answered limit is believed', async () => {
    await using server = await startScriptedServer(paged(() => instances(0, 45), 20))
    expect(await idsOf(clientOf(server.url).client, 'instances')).toHaveLength(45)
    expect(server.requests.map(({ url }) => url.searchParams.get('page'))).toEqual(['1', '2', '3'])
  })

  test('a list that grows while it is read gives every row once', async () => {
    const rows = (request: number) => (request < 2 ? instances(0, 45) : instances(-3, 45))
    await using server = await startScriptedServer(paged(rows, 20))
    const ids = await idsOf(clientOf(server.url).client, 'instances')
    expect(ids).toHaveLength(48)
    expect(new Set(ids).size).toBe(48)
  })

  test('a row that slipped through while another went is found by reading again', async () => {
    // After the first page row 0 is gone: row 20 moves to the first page, the last page is short by one.
    const rows = (request: number) => (request < 2 ? instances(0, 45) : instances(1, 45))
    await using server = await startScriptedServer(paged(rows, 20))
    expect(new Set(await idsOf(clientOf(server.url).client, 'instances')).size).toBe(45)
  })

  test('a list that never holds still is said to, after what was read', async () => {
    // Thirty rows go and others come between any two requests.
    const rows = (request: number) => instances(request * 30, request * 30 + 60 + (request % 2))
    await using server = await startScriptedServer(paged(rows, 20))
    await expect(idsOf(clientOf(server.url).client, 'instances')).rejects.toThrow(/changed during each of 3 readings/)
  })

  test('a list that grows faster than it is read is left', async () => {
    await using server = await startScriptedServer(paged((request) => instances(0, 45 + request * 30), 20))
    await expect(idsOf(clientOf(server.url).client, 'instances')).rejects.toThrow(/has no end/)
  })

  test('rows that come twice in a steady list are given once', async () => {
    await using server = await startScriptedServer(paged(() => [...instances(0, 25), instance(3)], 20))
    expect(await idsOf(clientOf(server.url).client, 'instances')).toHaveLength(25)
  })

  test('an endless loop of the first page ends with an error', async () => {
    const body = { success: true, instances: instances(0, 20), pagination: { total: 900, limit: 20, total_pages: 45 } }
    await using server = await startScriptedServer(() => ({ body }))
    await expect(idsOf(clientOf(server.url).client, 'instances')).rejects.toThrow(/know the page parameter 'page'/)
    expect(server.requests.length).toBe(3)
  })

  test('a list without totals that ignores pages is whole', async () => {
    await using server = await startScriptedServer(() => ({ body: instances(0, 25) }))
    expect(await idsOf(clientOf(server.url).client, 'instances')).toHaveLength(25)
  })

  test('404 past the last page is the end', async () => {
    await using server = await startScriptedServer((url) =>
      url.searchParams.get('page') === '1' ? { body: instances(0, 25) } : { status: 404 },
    )
    expect(await idsOf(clientOf(server.url).client, 'instances')).toHaveLength(25)
  })
})

test('no minute has more requests than allowed', async () => {
  let now = 0
  await using server = await startScriptedServer(() => ({ body: regions('A') }))
  const sentAt: number[] = []
  const { client } = clientOf(server.url, {
    maxPerMinute: 3,
    now: () => now,
    sleep: (milliseconds) => Promise.resolve(void (now += milliseconds)),
    fetch: (...parameters) => {
      sentAt.push(now)
      return fetch(...parameters)
    },
  })
  await Promise.all(Array.from({ length: 8 }, () => idsOf(client, 'regions')))
  expect(sentAt).toEqual([0, 0, 0, 60_000, 60_000, 60_000, 120_000, 120_000])
})

test('reading sends GET, and POST only for prices where GET is not allowed', async () => {
  await using server = await startScriptedServer((url, _count, request) =>
    url.pathname === '/api/pricing/' && request.method === 'GET'
      ? { status: 405, body: { message: 'Method not allowed' } }
      : { body: { pricing_data: {}, balance: 1 } },
  )
  const { client } = clientOf(server.url)
  await client.read('balance')
  await client.read('pricing')
  expect(server.requests.map(({ method, url }) => `${method} ${url.pathname}`)).toEqual([
    'GET /api/balance/',
    'GET /api/pricing/',
    'POST /api/pricing/',
  ])
})
