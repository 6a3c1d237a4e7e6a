import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { requireApplySettings } from '../../src/commands/keep-plans.ts'
import { readConfig } from '../../src/config.ts'
import { openStore } from '../../src/db/open-store.ts'
import type { Store } from '../../src/db/store.ts'
import type { ServerConfig } from '../../src/server/context.ts'
import type { ProblemDto } from '../../src/server/dto/common.ts'
import type { PlanDto } from '../../src/server/dto/plan.ts'
import { serveApp, type RunningServer } from '../../src/server/main.ts'
import { contextOf, fill, NOW } from './fixture.ts'

const TOKEN = 'a-token-that-an-admin-has'
const WEEK = [{ days: ['mon', 'tue'], from: 20, to: 8 }]
const MACHINE = { kind: 'machine', name: 'i-1' }
const HOLIDAY =
  'BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20260501\r\nSUMMARY:May\r\nEND:VEVENT\r\nEND:VCALENDAR'

type Setting =
  'alone' | 'with a token' | 'with a name' | 'with an address' | 'with names of loopback' | 'with a name and a token'

/** Who may have machines put to sleep, asked over HTTP of servers that differ in who can reach them. */
describe('who may have machines put to sleep', () => {
  const cleanUp = new AsyncDisposableStack()
  let store: Store
  const servers = new Map<string, RunningServer>()
  const settings: Record<Setting, Pick<ServerConfig, 'hosts' | 'adminToken'> & { readonly baseUrl: string | null }> = {
    alone: { hosts: [], adminToken: null, baseUrl: null },
    'with a token': { hosts: [], adminToken: TOKEN, baseUrl: null },
    'with a name': { hosts: ['qm.lab.example'], adminToken: null, baseUrl: null },
    'with an address': { hosts: [], adminToken: null, baseUrl: 'https://qm.lab.example' },
    'with names of loopback': { hosts: ['localhost'], adminToken: null, baseUrl: 'http://127.0.0.1:3000' },
    'with a name and a token': { hosts: ['qm.lab.example'], adminToken: TOKEN, baseUrl: null },
  }

  beforeAll(async () => {
    store = await openStore({ kind: 'pglite', dataDir: null })
    cleanUp.defer(() => store.close())
    await store.migrate()
    await fill(store)
    for (const [name, { baseUrl, ...said }] of Object.entries(settings)) {
      const context = contextOf(store, { clock: () => NOW })
      const config = { ...context.config, ...said, notify: { ...context.config.notify, baseUrl } }
      const server = await serveApp({ ...context, config }, { host: '127.0.0.1', port: 0 })
      cleanUp.defer(() => server.close())
      servers.set(name, server)
    }
  })
  afterAll(() => cleanUp.disposeAsync())

  const post = (of: Setting, path: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(`${servers.get(of)!.url}/api/v1/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
  const proposal = async () => {
    const body = { who: MACHINE, what: { kind: 'sleep' }, week: WEEK, source: 'typed', by: 'anna' }
    const answer = await post('with a name and a token', 'plans', body)
    expect(answer.status).toBe(200)
    return ((await answer.json()) as PlanDto).planId
  }
  const shown = (token: string) => ({ authorization: `Bearer ${token}` })
  const approveAt = async (of: Setting, headers?: Record<string, string>) =>
    post(of, `plans/${await proposal()}/approve`, { by: 'bob' }, headers)
  const detailOf = async (answer: Response) => ((await answer.json()) as ProblemDto).detail

  test.each<[Setting, Record<string, string>, number]>([
    ['alone', {}, 200],
    ['with names of loopback', {}, 200],
    ['alone', { 'x-forwarded-for': '203.0.113.9' }, 401],
    ['alone', { forwarded: 'for=203.0.113.9' }, 401],
    ['alone', { via: '1.1 proxy' }, 401],
    ['with a name', {}, 401],
    ['with a name', shown(TOKEN), 401],
    ['with an address', {}, 401],
    ['with a token', {}, 401],
    ['with a token', shown('another'), 401],
    ['with a token', shown(`${TOKEN}x`), 401],
    ['with a token', shown(TOKEN), 200],
    ['with a name and a token', {}, 401],
    ['with a name and a token', { ...shown(TOKEN), 'x-forwarded-for': '203.0.113.9' }, 200],
  ])('a schedule is approved at a server %s by %o: %i', async (of, headers, status) => {
    expect((await approveAt(of, headers)).status).toBe(status)
  })

  test('the refusal says what, why and what to do', async () => {
    expect(await detailOf(await approveAt('with a name'))).toBe(
      'Only an admin does this, and there is none: others can reach this server too, since QM_HOSTS is qm.lab.example. Set QM_ADMIN_TOKEN (openssl rand -hex 24) and start it again.',
    )
    expect(await detailOf(await approveAt('alone', { 'x-real-ip': '203.0.113.9' }))).toContain(
      'a proxy passed this request on (x-real-ip)',
    )
    expect(await (await approveAt('with a token')).json()).toMatchObject({ status: 401, asks: 'admin-token' })
  })

  const away = { who: MACHINE, line: 'away until Mon', by: 'anna' }
  const ends = { who: MACHINE, line: 'ends on 12 Dec', by: 'anna' }
  const approved = { who: MACHINE, what: { kind: 'sleep' }, week: WEEK, by: 'anna', approvedBy: 'anna' }
  const rows = 'who,what,from,to,week,approved_by\ni-1,sleep,2026-05-01,,Mon 20:00-08:00,anna\n'
  test.each([
    ['an absence', 'plans/exceptions', away],
    ['an end', 'plans/exceptions', ends],
    ['a schedule approved as it is made', 'plans', approved],
    ['an approved schedule from a file', 'plans/import', { text: rows, by: 'anna' }],
    ['holidays from a calendar', 'plans/import', { text: HOLIDAY, by: 'anna' }],
  ])('%s asks for the token, and counts with it', async (_, path, body) => {
    const refused = await post('with a token', path, body)
    expect([refused.status, await detailOf(refused)]).toEqual([401, expect.stringContaining('QM_ADMIN_TOKEN')])
    expect((await post('with a token', path, body, shown(TOKEN))).status).toBe(200)
  })

  test('what keeps a machine on asks nobody, nor does taking back a proposal; taking back a schedule does', async () => {
    const keep = await post('with a name', 'plans/exceptions', { ...away, line: 'keep on until Fri 18:00' })
    expect(keep.status).toBe(200)
    const { planId } = (await keep.json()) as PlanDto
    expect((await post('with a name', `plans/${planId}/withdraw`, { by: 'anna' })).status).toBe(200)

    const id = await proposal()
    expect((await post('with a name', `plans/${id}/withdraw`, { by: 'anna' })).status).toBe(200)
    const other = await proposal()
    expect((await post('with a token', `plans/${other}/approve`, { by: 'bob' }, shown(TOKEN))).status).toBe(200)
    expect((await post('with a token', `plans/${other}/withdraw`, { by: 'bob' })).status).toBe(401)
    expect((await post('with a token', `plans/${other}/withdraw`, { by: 'bob' }, shown(TOKEN))).status).toBe(200)
  })
})

describe('start --apply', () => {
  const apply = (environment: NodeJS.ProcessEnv) =>
    requireApplySettings(readConfig({ BARRACK_APPLY_KEY: 'k', ...environment }, '/nowhere'))

  test('needs a token where others reach the page, and says by what', () => {
    expect(() => apply({})).not.toThrow()
    expect(() => apply({ QM_HOSTS: 'localhost' })).not.toThrow()
    expect(() => apply({ QM_HOSTS: 'qm.lab.example' })).toThrow(
      /--apply needs QM_ADMIN_TOKEN here: .*QM_HOSTS is qm\.lab\.example.*openssl rand/,
    )
    expect(() => apply({ QM_BASE_URL: 'https://qm.lab.example' })).toThrow(/QM_BASE_URL is https/)
    expect(() => apply({ QM_HOSTS: 'qm.lab.example', QM_ADMIN_TOKEN: TOKEN })).not.toThrow()
  })
})
