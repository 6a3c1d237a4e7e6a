import { execFile } from 'node:child_process'
import { type ServerType, serve } from '@hono/node-server'
import type { Hono } from 'hono'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createSandbox } from '../../src/sandbox/app.ts'
import type { OpenApiDocument } from '../../src/sandbox/openapi.ts'
import { NOW } from './support.ts'

const SCRIPT = new URL('../../examples/sandbox/deploy-hibernate-delete.sh', import.meta.url).pathname

interface Ledger {
  resources: { kind: string; name: string; intervals: { state: string; to: string | null }[] }[]
}
interface Asked {
  method: string
  url: URL
  body: string
}

let app: Hono
let server: ServerType
let url: string
const asked: Asked[] = []
beforeAll(async () => {
  app = createSandbox({ now: NOW, speed: 600, apiKey: 'the-key' }).app
  const recorded = async (request: Request) => {
    const body = await request.clone().text()
    asked.push({ method: request.method, url: new URL(request.url), body })
    return app.fetch(request)
  }
  url = await new Promise((resolve) => {
    server = serve({ fetch: recorded, port: 0, hostname: '127.0.0.1' }, ({ port }: AddressInfo) =>
      resolve(`http://127.0.0.1:${port}`),
    )
  })
})
afterAll(() => new Promise((resolve) => server.close(resolve)))

function run(environment: Record<string, string>): Promise<{ code: number; out: string; errors: string }> {
  const env = { PATH: process.env['PATH'], BARRACK_URL: url, POLL_SECONDS: '0.05', ...environment }
  return new Promise((resolve) => {
    execFile('bash', [SCRIPT], { env }, (error, out, errors) => {
      resolve({ code: error ? Number(error.code) : 0, out, errors })
    })
  })
}

/** What the script made, by its names: every machine and volume with the states it was in. */
async function made() {
  const { resources } = (await (await app.request('/_sandbox/ledger')).json()) as Ledger
  return resources.filter(({ name }) => name.startsWith('example-'))
}

it("lives through a machine's life from deployment to deletion and leaves nothing behind", async () => {
  const { code, out, errors } = await run({ BARRACK_API_KEY: 'the-key' })
  expect([errors, code]).toEqual(['', 0])
  expect(out.trimEnd().split('\n').at(-1)).toBe('Done.')
  const [machine, volume] = ['instance', 'volume'].map((kind) =>
    made().then((all) => all.find((one) => one.kind === kind)!),
  )
  expect((await machine!).intervals.map(({ state }) => state)).toEqual([
    'CREATING',
    'ACTIVE',
    'HIBERNATING',
    'HIBERNATED',
    'RESTORING',
    'ACTIVE',
    'DELETING',
  ])
  expect((await volume!).intervals.map(({ state }) => state)).toEqual([
    'creating',
    'available',
    'attached',
    'available',
    'deleting',
  ])
  for (const { intervals } of await made()) expect(intervals.at(-1)!.to).not.toBeNull()
})

it('asks for nothing that the OpenAPI document does not describe: path, parameter, field', async () => {
  const document = (await (await app.request('/openapi.json')).json()) as OpenApiDocument
  const described = ({ method, url: { pathname } }: Asked) => {
    const pattern = Object.keys(document.paths)
      .toSorted((a, b) => a.split('{').length - b.split('{').length)
      .find((path) => new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`).test(pathname))
    return document.paths[pattern ?? '']?.[method.toLowerCase() as 'get'] as Described | undefined
  }
  interface Described {
    parameters?: { name: string }[]
    requestBody?: { content: { 'application/json': { schema: { properties: object; required?: string[] } } } }
  }
  expect(asked.length).toBeGreaterThan(20)
  for (const one of asked) {
    const operation = described(one)
    expect(operation, `${one.method} ${one.url.pathname}`).toBeDefined()
    const { parameters = [], requestBody } = operation!
    expect(parameters.map(({ name }) => name)).toEqual(expect.arrayContaining([...one.url.searchParams.keys()]))
    if (one.body === '') continue
    const { properties, required = [] } = requestBody!.content['application/json'].schema
    const fields = Object.keys(JSON.parse(one.body) as object)
    expect(Object.keys(properties)).toEqual(expect.arrayContaining(fields))
    expect(fields).toEqual(expect.arrayContaining(required))
  }
})

it.each([
  ['a key that is not let in', { BARRACK_API_KEY: 'another' }, 401],
  ['a count that is not sold', { BARRACK_API_KEY: 'the-key', GPU_COUNT: '3' }, 400],
  ['a wallet with nothing in it', { BARRACK_API_KEY: 'the-key', CURRENCY: 'INR' }, 402],
])('ends with 1 and the refusal for %s, and deletes what it had made', async (_what, environment, status) => {
  const { code, errors } = await run(environment)
  expect(code).toBe(1)
  expect(errors).toContain(`was refused with ${status}`)
  await app.request('/_sandbox/clock', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: '{"advanceSeconds":60,"speed":600}',
  })
  for (const { intervals } of await made()) expect(intervals.at(-1)!.to).not.toBeNull()
})
