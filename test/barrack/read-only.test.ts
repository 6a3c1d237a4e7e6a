import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createBarrackClient } from '../../src/barrack/client.ts'
import { answers, lists, type AnswerName, type ListName } from '../../src/barrack/contract/index.ts'
import { endpointNames } from '../../src/barrack/endpoint-map.ts'
import { runDoctor } from '../../src/ingest/doctor/run-doctor.ts'
import { startScriptedServer } from '../support/scripted-server.ts'

const options = (url: string) => ({ baseUrl: url, apiKey: 'a-secret-key', clock: Date.now })

test('whatever an API answers, reading sends GET, and POST to the prices alone', async () => {
  for (const status of [200, 401, 404, 405]) {
    await using server = await startScriptedServer(() => ({ status, body: {} }))
    const client = createBarrackClient({ ...options(server.url), sleep: () => Promise.resolve() })
    for (const name of Object.keys(answers) as AnswerName[]) await client.read(name).catch(() => undefined)
    for (const name of Object.keys(lists) as ListName[]) await client.page(name, 1).catch(() => undefined)
    await client.machine('BRK-1D').catch(() => undefined)
    await runDoctor(options(server.url))
    const changing = server.requests.filter(({ method }) => method !== 'GET')
    const sent = changing.map(({ method, url }) => `${method} ${url.pathname}`)
    expect(sent).toEqual(status === 405 ? ['POST /api/pricing/'] : [])
    expect(new Set(server.requests.map(({ url }) => url.pathname)).size).toBeGreaterThan(status === 401 ? 0 : 15)
  }
})

test('a map cannot turn the reading of prices into a change of something else', async () => {
  await using server = await startScriptedServer(() => ({ status: 405, body: {} }))
  for (const path of ['/api/instances/', '/api/pricing/../instances/', '/api/instances/?as=/pricing/']) {
    const client = createBarrackClient({ ...options(server.url), endpoints: { pricing: path } })
    await expect(client.read('pricing')).rejects.toThrow(/Nothing is sent to/)
  }
  expect([...new Set(server.requests.map(({ method }) => method))]).toEqual(['GET'])
})

test('nor can a redirect of the server', async () => {
  await using server = await startScriptedServer((_url, _count, { method }) =>
    method === 'GET' ? { status: 405 } : { status: 307, headers: { location: '/api/instances/' } },
  )
  const client = createBarrackClient(options(server.url))
  await expect(client.read('pricing')).rejects.toThrow(/Nothing is sent to .api.instances/)
  expect(server.requests.map(({ method, url }) => `${method} ${url.pathname}`)).toEqual([
    'GET /api/pricing/',
    'POST /api/pricing/',
  ])
})

/** Where requests leave the reading half of the house. */
const DOORS = ['src/barrack/transport.ts', 'src/ingest/doctor/probe.ts']

test('requests leave by two doors, and neither knows another method', () => {
  const root = join(import.meta.dirname, '../..')
  const files = ['src/barrack', 'src/ingest'].flatMap((room) =>
    readdirSync(join(root, room), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join(room, name)),
  )
  const texts = files.map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }))
  const sending = /\bfetch\(|node:https?\b|\bXMLHttpRequest\b/
  expect(texts.filter(({ text }) => sending.test(text)).map(({ file }) => file)).toEqual(DOORS)
  for (const { file, text } of texts) expect(text, file).not.toMatch(/['"`](PUT|PATCH|DELETE)['"`]/)
  expect(endpointNames).not.toContain('deploy')
})
