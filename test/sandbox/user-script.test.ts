import { execFile } from 'node:child_process'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type RunningSandbox, startSandbox } from '../../src/sandbox/serve.ts'
import { NOW } from './support.ts'

const SCRIPT = new URL('../../examples/sandbox/deploy-hibernate-delete.sh', import.meta.url).pathname

interface Ledger {
  resources: { kind: string; name: string; intervals: { state: string; to: string | null }[] }[]
}

let sandbox: RunningSandbox
beforeAll(async () => {
  sandbox = await startSandbox({ now: NOW, speed: 600, apiKey: 'the-key' })
})
afterAll(() => sandbox.close())

function run(environment: Record<string, string>): Promise<{ code: number; out: string; errors: string }> {
  const env = { PATH: process.env['PATH'], BARRACK_URL: sandbox.url, POLL_SECONDS: '0.05', ...environment }
  return new Promise((resolve) => {
    execFile('bash', [SCRIPT], { env }, (error, out, errors) => {
      resolve({ code: error ? Number(error.code) : 0, out, errors })
    })
  })
}

/** What the script made, by its names: every machine and volume with the states it was in. */
async function made() {
  const response = await fetch(`${sandbox.url}/_sandbox/ledger`)
  const { resources } = (await response.json()) as Ledger
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

it.each([
  ['a key that is not let in', { BARRACK_API_KEY: 'another' }, 401],
  ['a count that is not sold', { BARRACK_API_KEY: 'the-key', GPU_COUNT: '3' }, 400],
  ['a wallet with nothing in it', { BARRACK_API_KEY: 'the-key', CURRENCY: 'INR' }, 402],
])('ends with 1 and the refusal for %s, and deletes what it had made', async (_what, environment, status) => {
  const { code, errors } = await run(environment)
  expect(code).toBe(1)
  expect(errors).toContain(`was refused with ${status}`)
  await fetch(`${sandbox.url}/_sandbox/clock`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: '{"advanceSeconds":60,"speed":600}',
  })
  for (const { intervals } of await made()) expect(intervals.at(-1)!.to).not.toBeNull()
})
