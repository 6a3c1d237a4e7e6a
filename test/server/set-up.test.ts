import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { accountAccess } from '../../src/commands/account-access.ts'
import { createKeyRing } from '../../src/commands/key-ring.ts'
import { firstLook } from '../../src/commands/first-look.ts'
import { setUpOf } from '../../src/commands/set-up.ts'
import { readConfig } from '../../src/config.ts'
import type { Account } from '../../src/db/account-repository.ts'
import type { Store } from '../../src/db/store.ts'
import { createApp } from '../../src/server/app.ts'
import type { ApiFindingsDto, SetUpDto } from '../../src/server/dto/set-up.ts'
import type { SetUp } from '../../src/server/set-up.ts'
import { startSandbox, type RunningSandbox } from '../../src/sandbox/serve.ts'
import { ingestAccount } from '../support/ingest-account.ts'
import { STORES } from '../support/stores.ts'
import { contextOf, NOW } from './fixture.ts'

const KEY = 'a-key-of-the-tests'

describe('set-up', () => {
  let store: Store
  let sandbox: RunningSandbox
  let app: ReturnType<typeof createApp>
  let setUp: SetUp
  let account: Account
  beforeAll(async () => {
    store = await STORES[0]!.open()
    sandbox = await startSandbox({ now: NOW, firstDay: '2026-04-05', dialect: 'other', apiKey: KEY })
    account = (await ingestAccount(store, sandbox.url)).account
    const config = readConfig({ BARRACK_URL: sandbox.url, BARRACK_API_KEY: KEY }, '/')
    const house = { store, config, keys: createKeyRing(config), clock: () => NOW, demo: false }
    setUp = setUpOf(house)
    app = createApp(contextOf(store, { setUp, access: accountAccess(house) }))
  })
  afterAll(async () => {
    await sandbox.close()
    await store.close()
  })
  const get = async <T>(path: string) => (await (await app.request(`http://127.0.0.1/api/v1${path}`)).json()) as T
  const send = (method: string, path: string, json: unknown = {}) =>
    app.request(`http://127.0.0.1/api/v1${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(json),
    })

  test('before the first reading there is a look, once, which says what differs and changes nothing', async () => {
    const said: string[] = []
    const look = () => firstLook({ store }, setUp, account, (line) => said.push(line))
    expect(await get<SetUpDto>('/set-up')).toMatchObject({ map: {}, findings: null, lookedAt: null, looking: null })
    const first = look()
    await vi.waitUntil(async () => ((await get<SetUpDto>('/set-up')).looking?.length ?? 0) > 0, {
      interval: 2,
      timeout: 20_000,
    })
    await first
    expect(said.join('\n')).toMatch(
      /14 of 18 sources can be read.*\n.*not offered: regions, gpu-specs, gpu-stocks, hibernated\n.*differs.*: auth, balance/,
    )
    expect((await get<SetUpDto>('/set-up')).map).toEqual({})
    const { requests } = (await get<SetUpDto>('/set-up')).findings!
    // Whoever starts after a doctor's look is told what it found, without another one, for as long as no map is saved.
    const again: string[] = []
    await firstLook({ store }, setUp, account, (line) => again.push(line))
    expect(again.slice(1)).toEqual(said.slice(1))
    expect((await get<SetUpDto>('/set-up')).findings).toMatchObject({ requests })
  })

  test('a look is kept, its map is saved, and with it nothing more differs', async () => {
    const found = (await (await send('POST', '/set-up/look')).json()) as ApiFindingsDto
    expect(found.auth.accepted).toBe(true)
    expect(found.map).toMatchObject({ auth: { header: 'X-API-Key', scheme: '' }, balance: '/api/v1/credits' })
    expect(await get<SetUpDto>('/set-up')).toMatchObject({ findings: { map: found.map }, fromFile: false, map: {} })

    // As a user edits it: a field more.
    const edited = { ...found.map, regions: { path: '/api/places', fields: { name: 'title' } } }
    expect((await send('PATCH', '/accounts/test', { map: edited })).status).toBe(200)
    expect((await get<SetUpDto>('/set-up')).map).toEqual(edited)
    const again = (await (await send('POST', '/set-up/look')).json()) as ApiFindingsDto
    expect(again.auth.tried).toEqual(['X-API-Key: <key>'])
    // What was not found stays as it was typed.
    expect(again.map).toEqual(edited)
    const said: string[] = []
    await firstLook({ store }, setUp, account, (line) => said.push(line))
    expect(said).toEqual([])
  })

  test('a map that cannot be is refused with what is wrong', async () => {
    const answer = await send('PATCH', '/accounts/test', { map: { balances: '/api/x' } })
    expect(answer.status).toBe(400)
    expect(await answer.text()).toContain("no endpoint 'balances'")
  })

  test('a saved answer is looked at, and nothing of it is kept', async () => {
    const content = JSON.stringify({ credit: { USD: 812.4 } })
    const report = (await (await send('POST', '/set-up/sample', { content })).json()) as { map: object }
    expect(report.map).toMatchObject({ balance: { path: '/api/v1/credits', fields: { balance: 'credit' } } })
    expect((await send('POST', '/set-up/sample', { content: 'what' })).status).toBe(400)
  })

  test('the bundle holds no key, name, id or amount', async () => {
    const bundle = JSON.stringify(await get('/exports/support-bundle.json'))
    expect(bundle).toContain('"findings"')
    for (const secret of [KEY, 'ml-training-server', 'BRK-', '127.0.0.1']) expect(bundle).not.toContain(secret)
  })
})
