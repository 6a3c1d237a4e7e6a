import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createKeyRing } from '../../src/commands/key-ring.ts'
import { accountAccess } from '../../src/commands/account-access.ts'
import { readConfig } from '../../src/config.ts'
import { holdingAccount } from '../../src/db/account-lock.ts'
import { findConnection } from '../../src/db/connection-repository.ts'
import type { Store } from '../../src/db/store.ts'
import { createApp } from '../../src/server/app.ts'
import type { AccountRowsDto, AccountsDto, RemovedAccountDto, SavedAccountDto } from '../../src/server/dto/accounts.ts'
import type { ProblemDto } from '../../src/server/dto/common.ts'
import { STORES } from '../support/stores.ts'
import { contextOf, fill } from './fixture.ts'

const KEY = 'sk-never-to-be-seen'
/** Tables of the whole house: what they hold is of no account. */
const OF_NO_ACCOUNT = ['exchange_rate', 'kysely_migration', 'kysely_migration_lock', 'signing_key']

describe.each(STORES)('changing accounts on $name', ({ open }) => {
  let store: Store
  let app: ReturnType<typeof createApp>
  beforeAll(async () => {
    store = await open()
    await fill(store)
    app = createApp(contextOf(store))
  })
  afterAll(() => store.close())

  const call = (method: string, path: string, body?: unknown, to = app) =>
    to.request(`/api/v1/accounts${path}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    })
  const ok = async <T>(answer: Response | Promise<Response>): Promise<T> => {
    const response = await answer
    expect(response.status, await response.clone().text()).toBe(200)
    return (await response.json()) as T
  }
  const wrong = async (answer: Response | Promise<Response>, status = 400) => {
    const response = await answer
    expect(response.status, await response.clone().text()).toBe(status)
    const text = await response.text()
    expect(text).not.toContain(KEY)
    return (JSON.parse(text) as ProblemDto).detail
  }
  const account = async (slug: string) => (await ok<AccountsDto>(call('GET', ''))).rows.find((row) => row.slug === slug)

  /** Every row of every table as text. */
  const everything = async () => {
    const { rows } = await sql<{ name: string }>`
      select tablename as name from pg_tables where schemaname = current_schema()`.execute(store.db)
    const texts = await Promise.all(
      rows.map(({ name }) => sql<{ row: string }>`select t::text as row from ${sql.table(name)} t`.execute(store.db)),
    )
    return texts.flatMap(({ rows: lines }) => lines.map(({ row }) => row)).join('\n')
  }

  test('an account is added with its key sealed, and asked to be read', async () => {
    const body = { slug: 'branch', name: 'The branch', zone: 'Asia/Kolkata', url: 'https://api.example/', key: KEY }
    const { jobId } = await ok<SavedAccountDto>(call('POST', '', body))
    expect(jobId).toBeGreaterThan(0)
    expect(await account('branch')).toMatchObject({
      name: 'The branch',
      zone: 'Asia/Kolkata',
      url: 'https://api.example',
      key: 'sealed',
      keyProblem: null,
      ofSettings: false,
      lastReading: null,
    })
    expect(await everything()).not.toContain(KEY)
    expect(await (await call('GET', '')).text()).not.toContain(KEY)
  })

  test.each([
    [{ slug: 'branch', key: KEY }, /there is an account 'branch' already/],
    [{ slug: 'Two Words', key: KEY }, /slug: lower-case letters/],
    [{ slug: 'demo', key: KEY }, /slug: none of demo/],
    [{ slug: 'new' }, /key: an account needs its key/],
    [{ slug: 'new', key: `${KEY} ` }, /key: printable characters/],
    [{ slug: 'new', key: KEY, keyVariable: 'BARRACK_API_KEY_NEW' }, /not both/],
    [{ slug: 'new', keyVariable: 'HOME' }, /keyVariable: BARRACK_API_KEY_/],
    [{ slug: 'new', key: KEY, zone: 'Mars/Base' }, /zone: an IANA time zone/],
    [{ slug: 'new', key: KEY, url: 'ftp://x' }, /url: an http or https address/],
    [{ slug: 'new', key: KEY, url: 'https://me:pw@x' }, /without a user or a password/],
    [{ slug: 'new', key: KEY, map: { balances: '/api/x/' } }, /map: There is no endpoint 'balances'/],
    [{ slug: 'new', key: KEY, map: { balance: 'x' } }, /map: .*a path begins with a slash/s],
  ])('%o is refused', async (body, why) => {
    expect(await wrong(call('POST', '', body))).toMatch(why)
    expect(await account('new')).toBeUndefined()
  })

  test('without QM_SECRET no key is taken; one that stays in the environment is', async () => {
    const config = readConfig({ BARRACK_API_KEY_NEW: 'sk-of-the-environment' }, '/')
    const access = accountAccess({ config, keys: createKeyRing(config), store, demo: true })
    const without = createApp(contextOf(store, { access }))
    expect(await wrong(call('POST', '', { slug: 'new', key: KEY }, without))).toMatch(
      /no key is stored without QM_SECRET/,
    )
    await ok(call('POST', '', { slug: 'new', keyVariable: 'BARRACK_API_KEY_NEW' }, without))
    const { rows } = await ok<AccountsDto>(call('GET', '', undefined, without))
    const problems = Object.fromEntries(rows.map(({ slug, keyProblem }) => [slug, keyProblem]))
    expect(problems.new).toBeNull()
    expect(problems.lab).toMatch(/BARRACK_API_KEY is not set/)
    expect(problems.branch).toMatch(/sealed and QM_SECRET is not set/)
    expect((await account('new'))!.keyProblem).toMatch(/^BARRACK_API_KEY_NEW is not set/)
    expect(JSON.stringify(rows)).not.toContain('sk-of-the-environment')
  })

  test('another secret is told of, and what to do', async () => {
    const config = readConfig({ QM_SECRET: 'another secret, long enough' }, '/')
    const access = accountAccess({ config, keys: createKeyRing(config), store, demo: true })
    const { rows } = await ok<AccountsDto>(call('GET', '', undefined, createApp(contextOf(store, { access }))))
    expect(rows.find(({ slug }) => slug === 'branch')!.keyProblem).toMatch(
      /does not open with this QM_SECRET.*qm account change branch --new-key/,
    )
  })

  test('the zone of closed months stays', async () => {
    const months = (path: string, body: unknown) =>
      app.request(`/api/v1/months/2026-03/${path}?account=lab`, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      })
    await ok(months('close', { accept: true }))
    expect(await wrong(call('PATCH', '/lab', { zone: 'Asia/Tokyo' }))).toContain(
      '2026-03 is closed by the days of Europe/Oslo',
    )
    await ok(months('reopen', { reason: 'the test is over' }))
  })

  test('name, zone, map and key can be changed; a key does not follow to another host', async () => {
    const before = (await findConnection(store.db, 2))!
    const map = { auth: { header: 'X-API-Key', scheme: '' }, balance: '/api/credits/' }
    await ok(call('PATCH', '/branch', { name: 'Branch', zone: 'Asia/Tokyo', map }))
    expect(await account('branch')).toMatchObject({ name: 'Branch', zone: 'Asia/Tokyo' })
    expect(await findConnection(store.db, 2)).toMatchObject({
      authHeader: 'X-API-Key',
      authScheme: '',
      endpoints: { balance: '/api/credits/' },
      sealedKey: before.sealedKey,
    })
    expect(await wrong(call('PATCH', '/branch', { url: 'https://elsewhere.example' }))).toMatch(/another host/)
    await ok(call('PATCH', '/branch', { url: 'https://elsewhere.example', key: `${KEY}-2` }))
    expect(await account('branch')).toMatchObject({ url: 'https://elsewhere.example', keyProblem: null })
    await ok(call('PATCH', '/branch', { keyVariable: 'BARRACK_API_KEY_BRANCH' }))
    expect(await findConnection(store.db, 2)).toMatchObject({ sealedKey: null, keyVariable: 'BARRACK_API_KEY_BRANCH' })
    expect(await everything()).not.toContain(KEY)
    expect(await wrong(call('PATCH', '/nobody', { name: 'x' }), 404)).toBe("There is no account 'nobody'.")
  })

  test('every table is of an account or known to be of none, so that removing one leaves nothing behind', async () => {
    const { rows } = await sql<{ name: string }>`
      select c.relname as name from pg_class c
      where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
        and not exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'account_id')
      order by c.relname`.execute(store.db)
    expect(rows.map(({ name }) => name)).toEqual(OF_NO_ACCOUNT)
  })

  test('removing says what it deletes, wants the name again, and leaves the others as they were', async () => {
    const { rows } = await ok<AccountRowsDto>(call('GET', '/lab/rows'))
    const counted = Object.fromEntries(rows.map(({ table, rows: count }) => [table, count]))
    expect(counted).toMatchObject({ account: 1, billing_record: 4, resource: 3, ingest_run: 14 })
    expect(await wrong(call('DELETE', '/lab?confirm=branch'))).toMatch(/the short name again, lab/)
    expect(await wrong(call('DELETE', '/lab'))).toMatch(/confirm/)
    await holdingAccount(store, 1, async () => {
      expect(await wrong(call('DELETE', '/lab?confirm=lab'), 409)).toMatch(/is being read/)
    })
    const { deleted } = await ok<RemovedAccountDto>(call('DELETE', '/lab?confirm=lab'))
    expect(deleted).toEqual(rows)
    expect(await everything()).not.toContain('train-7')
    expect((await ok<AccountsDto>(call('GET', ''))).rows.map(({ slug }) => slug)).toEqual(['branch', 'new'])
    expect(await wrong(call('DELETE', '/lab?confirm=lab'), 404)).toBe("There is no account 'lab'.")
  })

  test('the demo takes no account', async () => {
    const context = contextOf(store)
    const demo = createApp({ ...context, config: { ...context.config, demo: true } })
    expect(await wrong(call('POST', '', { slug: 'mine', key: KEY }, demo))).toMatch(/qm account add/)
  })
})
