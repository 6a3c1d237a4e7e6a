import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openStore } from '../../src/db/open-store.ts'
import type { Store } from '../../src/db/store.ts'
import type { AccountsDto } from '../../src/server/dto/accounts.ts'
import { bill, machine, startFakeBarrack, type FakeBarrack } from '../support/fake-barrack.ts'
import type { TestDatabase } from '../support/postgres-databases.ts'
import { qm, startProduct, type ProductProcess } from '../support/product-process.ts'
import { emptyPostgres } from '../support/stores.ts'

const KEYS = { lab: 'sk-of-the-lab-1234', branch: 'sk-of-the-branch-5678' }
const SECRET = 'a secret of the test, long enough'

/** Two servers on one Postgres read two accounts, each with its own key and host. */
describe('several accounts, as a user keeps them', () => {
  const folder = mkdtempSync(join(tmpdir(), 'qm-accounts-'))
  const said: string[] = []
  let database: TestDatabase
  let env: NodeJS.ProcessEnv
  let store: Store
  let apis: Record<keyof typeof KEYS, FakeBarrack>
  let servers: ProductProcess[] = []

  const run = async (args: readonly string[], more: NodeJS.ProcessEnv = {}, input?: string) => {
    const output = await qm(args, { ...env, ...more }, input)
    said.push(output.stdout, output.stderr)
    return output
  }

  beforeAll(async () => {
    database = await emptyPostgres()
    env = { DATA_DIR: folder, DATABASE_URL: database.url, QM_SECRET: SECRET, LOG_LEVEL: 'trace' }
    apis = {
      lab: await startFakeBarrack({
        '/api/instances/': [machine('A')],
        '/api/instances/billing/': [bill('R1', 'A')],
      }),
      branch: await startFakeBarrack({
        '/api/instances/': [machine('B')],
        '/api/instances/billing/': [bill('R2', 'B', { total_cost: 150 })],
      }),
    }
    store = await openStore({ kind: 'postgres', url: database.url, schema: 'quartermaster' })
  }, 120_000)

  afterAll(async () => {
    await Promise.all(servers.map((server) => server.kill().catch(() => undefined)))
    await store.close()
    await Promise.all(Object.values(apis).map((api) => api[Symbol.asyncDispose]()))
    await database.drop()
    rmSync(folder, { recursive: true, force: true })
  })

  it('are added with a key from stdin, not without QM_SECRET', async () => {
    const without = await run(['account', 'add', 'lab', '--url', apis.lab.url], { QM_SECRET: '' }, `${KEYS.lab}\n`)
    expect(without.code).toBe(2)
    expect(without.stderr).toMatch(/QM_SECRET is not set: no key is stored without it/)
    for (const slug of ['lab', 'branch'] as const) {
      const { code, stderr } = await run(['account', 'add', slug, '--url', apis[slug].url], {}, `${KEYS[slug]}\n`)
      expect(stderr).toMatch(/read-only/)
      expect(code).toBe(0)
    }
  })

  it('are read once each, side by side, whichever of two servers does it', async () => {
    servers = await Promise.all([startProduct({ ...env }), startProduct({ ...env })])
    const accounts = async () => (await (await fetch(`${servers[1]!.url}/api/v1/accounts`)).json()) as AccountsDto
    for (;;) {
      const { rows } = await accounts()
      if (rows.every(({ lastReading, reading }) => lastReading !== null && !reading)) break
      await delay(100)
    }
    const { rows } = await accounts()
    expect(rows.map(({ slug, lastReading, balances }) => [slug, lastReading?.status, balances[0]?.balance])).toEqual([
      ['lab', 'ok', '100'],
      ['branch', 'ok', '100'],
    ])
    for (const server of servers) expect(server.said()).toMatch(/lab: reading http.*, read-only/)
    const runs = await sql<{ account_id: number; runs: number }>`
      select account_id, count(*)::integer as runs from ingest_run group by 1 order by 1`.execute(store.db)
    expect(runs.rows).toEqual([
      { account_id: 1, runs: 1 },
      { account_id: 2, runs: 1 },
    ])
    for (const slug of ['lab', 'branch'] as const) {
      const { requests } = apis[slug].server
      expect([...new Set(requests.map(({ headers }) => headers.authorization))]).toEqual([`Bearer ${KEYS[slug]}`])
      expect([...new Set(requests.map(({ method }) => method))]).toEqual(['GET'])
      // The look before the first reading, and that reading.
      expect(requests.filter(({ url }) => url.pathname === '/api/balance/')).toHaveLength(2)
    }
  }, 240_000)

  it('are told apart by every command', async () => {
    const period = ['--from', '2026-02-27', '--to', '2026-03-01']
    const costs = async (...args: string[]) => {
      const { stdout, code } = await run(['export', 'charges', ...period, ...args])
      expect(code).toBe(0)
      const lines = stdout.trimEnd().split('\r\n').slice(1)
      return lines.map((line) => line.split(',')).map((cells) => `${cells[1]!} ${cells.at(-3)!}`)
    }
    expect(await costs()).toEqual(['branch 60', 'lab 6', 'branch 90', 'lab 9'])
    expect(await costs('--account', 'branch')).toEqual(['branch 60', 'branch 90'])
    const unknown = await run(['forecast', '--account', 'nobody'])
    expect(unknown.code).toBe(2)
    expect(unknown.stderr).toContain("There is no account 'nobody'; there is lab, branch.")
    const { stdout } = await run(['account', 'list'])
    expect(stdout).toMatch(/^branch +branch +UTC +http.* +sealed +ok /m)
  }, 120_000)

  it('say what a wrong secret means, and do not ask with it', async () => {
    const { code, stderr, stdout } = await run(['ingest', '--json', '--account', 'lab'], { QM_SECRET: `${SECRET}!` })
    expect(code).toBe(1)
    expect((JSON.parse(stdout) as { status: string; requests: number }).requests).toBe(0)
    expect(stderr).toMatch(/does not open with this QM_SECRET/)
  }, 60_000)

  it('are removed with all that was read, after it was saved and said', async () => {
    const saved = join(folder, 'saved')
    const asked = await run(['account', 'remove', 'branch'])
    expect(asked.code).toBe(2)
    expect(asked.stderr).toMatch(/billing_record +1 row\n/)
    const removed = await run(['account', 'remove', 'branch', '--export', saved, '--yes'])
    expect(removed.code).toBe(0)
    expect(removed.stderr).toMatch(/Deleted: \d+ rows of \d+ tables/)
    expect(readdirSync(saved).sort()).toEqual([
      'branch-billing-records.json',
      'branch-charges.csv',
      'branch-prices.csv',
    ])
    const { records } = JSON.parse(readFileSync(join(saved, 'branch-billing-records.json'), 'utf8')) as {
      records: unknown[]
    }
    expect(records).toEqual([bill('R2', 'B', { total_cost: 150 })])
    const { rows } = await sql<{ slugs: string }>`select string_agg(slug, ' ') as slugs from account`.execute(store.db)
    expect(rows).toEqual([{ slugs: 'lab' }])
  }, 120_000)

  it('keep their keys out of everything that was said, logged, stored and saved', async () => {
    for (const server of servers) {
      for (const path of ['accounts', 'overview', 'meta', 'ingest-runs', 'quarantine', 'openapi.json', 'prices'])
        said.push(await (await fetch(`${server.url}/api/v1/${path}`)).text())
      await server.stop()
      said.push(server.said())
    }
    const { rows: tables } = await sql<{ name: string }>`
      select tablename as name from pg_tables where schemaname = current_schema()`.execute(store.db)
    for (const { name } of tables) {
      const { rows } = await sql<{ row: string }>`select t::text as row from ${sql.table(name)} t`.execute(store.db)
      said.push(...rows.map(({ row }) => row))
    }
    for (const file of readdirSync(folder, { recursive: true, withFileTypes: true }))
      if (file.isFile()) said.push(readFileSync(join(file.parentPath, file.name), 'utf8'))
    const everything = said.join('\n')
    expect(everything.length).toBeGreaterThan(10_000)
    for (const hidden of [...Object.values(KEYS), SECRET]) expect(everything).not.toContain(hidden)
  }, 60_000)
})
