import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest'
import { migrations } from '../../migrations/index.ts'
import { ensureMonths } from '../../src/db/partition-repository.ts'
import { openStore } from '../../src/db/open-store.ts'
import type { Store } from '../../src/db/store.ts'
import type { TestDatabase } from '../support/postgres-databases.ts'
import { emptyPostgres } from '../support/stores.ts'

describe('a Postgres store', () => {
  let database: TestDatabase
  let stores: Store[] = []
  const open = async (schema = 'quartermaster') => {
    const store = await openStore({ kind: 'postgres', url: database.url, schema, poolSize: 4 })
    stores.push(store)
    return store
  }
  beforeEach(async () => {
    database = await emptyPostgres()
  })
  afterEach(async () => {
    await Promise.all(stores.map((store) => store.close()))
    stores = []
    await database.drop()
  })

  test('is migrated from empty once, in its own schema', async () => {
    const store = await open()
    expect(await store.migrate()).toEqual(Object.keys(migrations))
    expect(await store.migrate()).toEqual([])
    const { rows } =
      await sql`select distinct schemaname as schema from pg_tables where tablename in ('account', 'kysely_migration')`.execute(
        store.db,
      )
    expect(rows).toEqual([{ schema: 'quartermaster' }])
  })

  test('two starters at once migrate it once', async () => {
    const [one, two] = await Promise.all([open(), open()])
    const applied = await Promise.all([one.migrate(), two.migrate()])
    expect(applied.flat()).toEqual(Object.keys(migrations))
  })

  test('two schemas of one database are two stores', async () => {
    const [one, two] = await Promise.all([open('one'), open('two')])
    await one.migrate()
    expect(await two.migrate()).toEqual(Object.keys(migrations))
    await one.db.insertInto('account').values(ACCOUNT).execute()
    expect(await two.db.selectFrom('account').selectAll().execute()).toEqual([])
  })

  test('a store of a newer program is refused', async () => {
    const store = await open()
    await store.migrate()
    await sql`insert into kysely_migration values ('20990101T0000-later', '2099-01-01T00:00:00Z')`.execute(store.db)
    await expect(store.migrate()).rejects.toThrow(
      'The store holds migrations that this version does not know (20990101T0000-later): a newer Quartermaster wrote it.',
    )
  })

  test('many makers of the same months at once make them once', async () => {
    const makers = await Promise.all([open(), open(), open()])
    const [{ db }] = makers
    await makers[0].migrate()
    await Promise.all(makers.map((store) => ensureMonths(store, 'charge_day', '2026-01-15', '2026-12-01')))
    const { rows } =
      await sql`select count(*) as partitions from pg_inherits where inhparent = 'charge_day'::regclass`.execute(db)
    expect(rows).toEqual([{ partitions: 12 }])
  })

  test('a month is made while a reader and a writer of the table are at work', async () => {
    const [reader, maker] = await Promise.all([open(), open()])
    await maker.migrate()
    await ensureMonths(maker, 'charge_day', '2026-01-01', '2026-01-01')
    await reader.db.transaction().execute(async (tx) => {
      await tx.insertInto('charge_day').values(DAY).execute()
      await ensureMonths(maker, 'charge_day', '2026-02-01', '2026-02-01')
    })
    expect(await reader.db.selectFrom('charge_day').select('day').execute()).toEqual([{ day: '2026-01-01' }])
  })
})

test.each([
  [
    'nobody listens',
    'postgres://someone:verysecret@127.0.0.1:1/costs',
    /costs on 127.0.0.1:1 cannot be used: connect ECONNREFUSED/,
  ],
  [
    'the name is unknown',
    'postgres://someone:verysecret@no-such-host.invalid/costs',
    /costs on no-such-host.invalid cannot be used: getaddrinfo/,
  ],
])('where %s the error names the database and not the password', async (_case, url, message) => {
  const error: unknown = await openStore({ kind: 'postgres', url }).catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ name: 'StoreError', message: expect.stringMatching(message) as string })
  expect((error as Error).message).not.toContain('verysecret')
})

test('a database that does not exist is said', async () => {
  const url = new URL(inject('postgresUrl'))
  url.pathname = '/no_such_database'
  await expect(openStore({ kind: 'postgres', url: url.href })).rejects.toThrow(
    'database "no_such_database" does not exist',
  )
})

test('sslmode=require does not go on without encryption', async () => {
  const url = new URL(inject('postgresUrl'))
  url.searchParams.set('sslmode', 'require')
  await expect(openStore({ kind: 'postgres', url: url.href })).rejects.toThrow(
    'The server does not support SSL connections',
  )
})

test('sslrootcert is read', async () => {
  const url = new URL(inject('postgresUrl'))
  url.searchParams.set('sslmode', 'verify-full')
  url.searchParams.set('sslrootcert', '/no/such/ca.pem')
  await expect(openStore({ kind: 'postgres', url: url.href })).rejects.toThrow(/no such file or directory.*ca\.pem/)
})

const ACCOUNT = { slug: 'a', name: 'A', kind: 'real', zone: 'UTC', created_at: '2026-01-01T00:00:00Z' } as const
const DAY = {
  account_id: 1,
  day: '2026-01-01',
  record_id: 'r',
  state: 'active',
  sku: 's',
  resource_id: 'm',
  resource_type: 'instance',
  currency: 'USD',
  quantity: '1',
  unit: 'Hours',
  seconds: 3600,
  billed: '0.1',
} as const
