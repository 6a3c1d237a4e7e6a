import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Store } from '../../src/db/store.ts'
import { createApp } from '../../src/server/app.ts'
import { STORES } from '../support/stores.ts'
import { contextOf, fill } from './fixture.ts'

const { open } = STORES[0]!
const PAGE = '<!doctype html><title>Quartermaster</title>'
const SCRIPT = 'export const answer = 42\n'.repeat(200)

let store: Store
let folder: string
let webRoot: string
beforeAll(async () => {
  store = await open()
  await fill(store)
  folder = await mkdtemp(join(tmpdir(), 'qm-web-'))
  webRoot = join(folder, 'web')
  await mkdir(join(webRoot, 'assets'), { recursive: true })
  await writeFile(join(webRoot, 'index.html'), PAGE)
  await writeFile(join(webRoot, 'assets/main-B1x_9-aZ.js'), SCRIPT)
  await writeFile(join(folder, 'secret.txt'), 'not for you')
})
afterAll(async () => {
  await store.close()
  await rm(folder, { recursive: true })
})

const request = (path: string, init: RequestInit & { headers?: Record<string, string> } = {}) => {
  const { config } = contextOf(store)
  return createApp(contextOf(store, { webRoot, config: { ...config, hosts: ['Qm.example:8443'] } })).request(path, init)
}
const kindOf = async (answer: Response) => ((await answer.json()) as { type: string }).type.split(':').at(-1)

describe('the name in Host', () => {
  test.each(['127.0.0.1:3000', 'localhost', 'LOCALHOST:3000', '[::1]:3000', 'qm.example:8443'])(
    '%s is served',
    async (host) => {
      expect((await request('/api/v1/meta', { headers: { host } })).status).toBe(200)
    },
  )

  test.each([
    'evil.example',
    'qm.example',
    '127.0.0.1.evil.example',
    'localhost.evil.example:3000',
    '0.0.0.0:3000',
    '[::]:3000',
    '192.168.0.1',
  ])('%s is refused, for the page as for figures', async (host) => {
    for (const path of ['/api/v1/meta', '/', '/api/v1/exports/charges.csv?from=2026-03-01&to=2026-04-01']) {
      const answer = await request(path, { headers: { host } })
      expect(answer.status).toBe(403)
      expect(await kindOf(answer)).toBe('foreign-host')
    }
  })
})

describe('a change', () => {
  const change = (headers: Record<string, string>) =>
    request('/api/v1/ingest-runs', { method: 'POST', headers: { host: 'localhost:3000', ...headers } })

  test.each([
    [{}],
    [{ origin: 'http://localhost:3000' }],
    [{ origin: 'http://localhost:3000', 'sec-fetch-site': 'same-origin' }],
    [{ 'sec-fetch-site': 'none' }],
  ])('is taken with %j', async (headers) => {
    const answer = await change(headers)
    expect(answer.status).toBe(202)
    const { jobId } = (await answer.json()) as { jobId: number }
    expect(await (await request(`/api/v1/jobs/${jobId}`)).json()).toMatchObject({
      jobId,
      kind: 'ingest',
      status: 'queued',
    })
  })

  test.each([
    [{ origin: 'http://evil.example' }],
    [{ origin: 'http://localhost:3001' }],
    [{ origin: 'null' }],
    [{ 'sec-fetch-site': 'cross-site' }],
    [{ 'sec-fetch-site': 'same-site' }],
    [{ origin: 'http://localhost:3000', 'sec-fetch-site': 'cross-site' }],
  ])('is refused with %j', async (headers) => {
    const answer = await change(headers)
    expect(answer.status).toBe(403)
    expect(await kindOf(answer)).toBe('foreign-origin')
  })
})

describe('every answer', () => {
  test.each(['/', '/api/v1/meta', '/api/v1/nothing', '/api/v1/charges'])('%s permits nobody else', async (path) => {
    const { headers } = await request(path, { headers: { origin: 'http://evil.example' } })
    expect(headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect([...headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([])
  })

  test('a path that is not there is a problem, with an id that the log has as well', async () => {
    const lines: object[] = []
    const log = { info: (fields: object) => lines.push(fields), error: () => undefined }
    const answer = await createApp(contextOf(store, { log })).request('/api/v1/nothing')
    expect(answer.status).toBe(404)
    const problem = (await answer.json()) as { requestId: string }
    expect(problem).toMatchObject({ type: 'urn:quartermaster:problem:not-found', instance: '/api/v1/nothing' })
    expect(lines).toMatchObject([{ requestId: problem.requestId, method: 'GET', status: 404 }])
    expect(problem.requestId).toMatch(/^[0-9a-f-]{36}$/)
  })

  test('the log names the route, not the path', async () => {
    const lines: object[] = []
    const log = { info: (fields: object) => lines.push(fields), error: () => undefined }
    await createApp(contextOf(store, { log })).request('/api/v1/jobs/77')
    expect(lines).toMatchObject([{ route: '/api/v1/jobs/:id', status: 404 }])
  })

  test('another method names those that are there', async () => {
    const answer = await request('/api/v1/overview', { method: 'DELETE' })
    expect(answer.status).toBe(405)
    expect(answer.headers.get('allow')).toBe('GET, HEAD')
    expect(await kindOf(answer)).toBe('method-not-allowed')
  })

  test('a failure of ours keeps its text inside', async () => {
    const errors: object[] = []
    const broken = await open()
    await broken.close()
    const log = { info: () => undefined, error: (fields: object) => errors.push(fields) }
    const app = createApp(contextOf(broken, { log }))
    const answer = await app.request('/api/v1/overview')
    expect(answer.status).toBe(500)
    expect(await answer.json()).toMatchObject({ title: 'Something failed on our side', instance: '/api/v1/overview' })
    expect(errors).toHaveLength(1)
    expect(await (await app.request('/api/v1/health')).json()).toMatchObject({ status: 'failing' })
  })
})

describe('the page', () => {
  test.each(['/', '/spend', '/spend/usd', '/index.html'])('%s is the page, asked for anew each time', async (path) => {
    const answer = await request(path)
    expect(await answer.text()).toBe(PAGE)
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(answer.headers.get('cache-control')).toBe('no-cache')
    const again = await request(path, { headers: { 'if-none-match': answer.headers.get('etag')! } })
    expect(again.status).toBe(304)
  })

  test.each([
    ['br', brotliDecompressSync],
    ['gzip', gunzipSync],
  ] as const)('a hashed file is kept for ever, and compressed with %s', async (encoding, read) => {
    const answer = await request('/assets/main-B1x_9-aZ.js', { headers: { 'accept-encoding': encoding } })
    expect(answer.headers.get('content-encoding')).toBe(encoding)
    expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect(read(Buffer.from(await answer.arrayBuffer())).toString()).toBe(SCRIPT)
  })

  test('a file that changed is served as it is now', async () => {
    await writeFile(join(webRoot, 'note.txt'), 'one')
    const app = createApp(contextOf(store, { webRoot }))
    expect(await (await app.request('/note.txt')).text()).toBe('one')
    await writeFile(join(webRoot, 'note.txt'), 'three')
    expect(await (await app.request('/note.txt')).text()).toBe('three')
  })

  test.each([
    '/missing.js',
    '/assets/',
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/%',
  ])('%s gives nothing of the disk', async (path) => {
    const text = await (await request(path)).text()
    expect(text).not.toContain('not for you')
  })
})

describe('what no store can keep', () => {
  const period = 'from=2026-03-01&to=2026-04-01'
  test.each([
    `/api/v1/charges?${period}&currency=%00`,
    `/api/v1/exports/charges.csv?${period}&project=a%00b`,
    '/api/v1/accounts/%00/rows',
    '/api/v1/charges?from=0000-01-01&to=2026-04-01',
    '/api/v1/overview?asOf=0000-01-01',
    `/api/v1/exports/focus.csv?from=0000-01-01&to=2026-04-01`,
  ])('%s is refused by name and not by a failing query', async (path) => {
    const answer = await request(path, { headers: { host: '127.0.0.1' } })
    expect({ status: answer.status, kind: await kindOf(answer) }).toEqual({ status: 400, kind: 'invalid-request' })
  })

  test('the character 0 in a body is no failure of ours', async () => {
    const answer = await request('/api/v1/budgets', {
      method: 'POST',
      headers: { host: '127.0.0.1', 'content-type': 'application/json' },
      body: JSON.stringify({
        name: 'a\u0000b',
        currency: 'USD',
        period: 'month',
        firstDay: '2026-03-01',
        lastDay: null,
        amounts: [{ from: '2026-03-01', amount: '100' }],
        scope: {},
        note: null,
      }),
    })
    expect({ status: answer.status, text: await answer.text() }).toMatchObject({
      status: 400,
      text: expect.stringContaining('the character 0') as string,
    })
  })
})
