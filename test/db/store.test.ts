import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ensureMonths } from '../../src/db/partition-repository.ts'
import type { Store } from '../../src/db/store.ts'
import { isoOf, timestamptz } from '../../src/db/timestamp.ts'
import { clear, STORES } from '../support/stores.ts'

const MARCH = Date.UTC(2026, 2)

describe.each(STORES)('a store on $name', ({ open }) => {
  let store: Store
  beforeAll(async () => {
    store = await open()
    await sql`create table number (n integer primary key)`.execute(store.db)
  })
  beforeEach(() => clear(store))
  afterAll(() => store.close())

  const fill = (from: number, to: number) =>
    sql`insert into number select * from generate_series(${from}::int, ${to}::int)`.execute(store.db)
  const numbers = () => sql<{ n: number }>`select n from number where n > ${0} order by n`.compile(store.db)

  describe('stream', () => {
    test('gives every row once, in order, in batches', async () => {
      await fill(1, 5000)
      const sizes: number[] = []
      const read: number[] = []
      for await (const rows of store.stream(numbers())) {
        sizes.push(rows.length)
        read.push(...rows.map(({ n }) => n))
      }
      expect(sizes).toEqual([2000, 2000, 1000])
      expect(read).toEqual(Array.from({ length: 5000 }, (_, index) => index + 1))
    })

    test.each([0, 1, 10, 20])('%i rows in batches of 10', async (count) => {
      await fill(1, count)
      const batches = await collect(store.stream(numbers(), 10))
      expect(batches.flat()).toHaveLength(count)
      expect(batches.every(({ length }) => length > 0)).toBe(true)
    })

    test('lets others write in between and does not see it', async () => {
      await fill(1, 30)
      let read = 0
      for await (const rows of store.stream(numbers(), 10)) {
        read += rows.length
        await store.db.transaction().execute((tx) => sql`insert into number values (${1000 + read}::int)`.execute(tx))
      }
      expect(read).toBe(30)
      expect((await collect(store.stream(numbers()))).flat()).toHaveLength(33)
    })

    test('two at once do not mix', async () => {
      await fill(1, 40)
      const both = await Promise.all([1, 2].map(() => collect(store.stream(numbers(), 10))))
      for (const batches of both)
        expect(batches.flat().map(({ n }) => n)).toEqual(Array.from({ length: 40 }, (_, i) => i + 1))
    })

    test('an early exit frees what it held', async () => {
      await fill(1, 30)
      for (let round = 0; round < 20; round++) {
        for await (const rows of store.stream(numbers(), 10)) if (rows.length > 0) break
      }
      const { rows } = await sql`select name from pg_cursors where name like 'stream%'`.execute(store.db)
      expect(rows).toEqual([])
    })

    test('an error of the query is thrown, and the store goes on', async () => {
      const wrong = sql`select 1 / (n - 15) from number order by n`.compile(store.db)
      await fill(1, 30)
      await expect(collect(store.stream(wrong, 10))).rejects.toThrow('division by zero')
      expect((await collect(store.stream(numbers()))).flat()).toHaveLength(30)
    })
  })

  describe('a transaction', () => {
    test('is undone by an error', async () => {
      const failing = store.db.transaction().execute(async (tx) => {
        await sql`insert into number values (1)`.execute(tx)
        throw new Error('no')
      })
      await expect(failing).rejects.toThrow('no')
      expect((await collect(store.stream(numbers()))).flat()).toEqual([])
    })

    test('whose failed statement was swallowed does not pass for written', async () => {
      const swallowing = store.db.transaction().execute(async (tx) => {
        await sql`insert into number values (1)`.execute(tx)
        await sql`insert into number values (1)`.execute(tx).catch(() => undefined)
      })
      await expect(swallowing).rejects.toThrow()
      expect((await collect(store.stream(numbers()))).flat()).toEqual([])
    })

    test('is seen whole by others', async () => {
      const writing = store.db.transaction().execute(async (tx) => {
        for (let n = 1; n <= 5; n++) await sql`insert into number values (${n}::int)`.execute(tx)
      })
      const counted = sql<{ count: number }>`select count(*) from number`.execute(store.db)
      await writing
      expect([0, 5]).toContain((await counted).rows[0]?.count)
    })
  })

  describe('ensureMonths', () => {
    const months = async () => {
      const { rows } = await sql<{ name: string }>`
        select inhrelid::regclass::text as name from pg_inherits
        join pg_class on pg_class.oid = inhparent where relname = 'stock_observation' order by 1`.execute(store.db)
      return rows.map(({ name }) => name)
    }
    const observe = (at: number) =>
      store.db
        .insertInto('stock_observation')
        .values({ account_id: 1, observed_at: isoOf(at), region: 'r', gpu_model: 'g', available_is_floor: false })
        .execute()

    test('makes the months that the interval touches, and no other, once', async () => {
      await store.db
        .insertInto('account')
        .values({ slug: 'a', name: 'A', kind: 'real', zone: 'UTC', created_at: isoOf(MARCH) })
        .execute()
      for (let times = 0; times < 2; times++)
        await ensureMonths(store, 'stock_observation', Date.UTC(2025, 10, 30), MARCH)
      expect(await months()).toEqual([
        'stock_observation_2025_11',
        'stock_observation_2025_12',
        'stock_observation_2026_01',
        'stock_observation_2026_02',
        'stock_observation_2026_03',
      ])
      await observe(MARCH - 1)
      await observe(MARCH)
      await observe(Date.UTC(2026, 3) - 1)
      await expect(observe(Date.UTC(2026, 3))).rejects.toThrow('no partition of relation')
      const { rows } = await sql`select observed_at from stock_observation_2026_03 order by 1`.execute(store.db)
      expect(rows).toEqual([{ observed_at: MARCH }, { observed_at: Date.UTC(2026, 3) - 1 }])
      const before = store.db
        .selectFrom('stock_observation')
        .select('observed_at')
        .where('observed_at', '<', timestamptz(MARCH))
      expect(await before.execute()).toEqual([{ observed_at: MARCH - 1 }])
    })

    test('gives a partition the keys of its table', async () => {
      await ensureMonths(store, 'stock_observation', MARCH, MARCH)
      await expect(observe(MARCH)).rejects.toThrow('foreign key')
      await ensureMonths(store, 'charge_day', '2026-03-31', '2026-03-01')
      await ensureMonths(store, 'charge_day', '2026-03-31', '2026-03-31')
      const day = sql`insert into charge_day values (1, '2026-03-31', 'r', 'active', 's', 'x', 'instance', 'USD', null, null, null, 1, 'Hours', 3600, 1)`
      await day.execute(store.db)
      await expect(day.execute(store.db)).rejects.toThrow('duplicate key')
    })

    test('makes a month in the middle of another call for it', async () => {
      await Promise.all([1, 2, 3].map(() => ensureMonths(store, 'billing_record_version', MARCH, MARCH)))
      const { rows } = await sql`select to_regclass('billing_record_version_2026_03') is not null as found`.execute(
        store.db,
      )
      expect(rows).toEqual([{ found: true }])
    })
  })
})

async function collect<Row>(batches: AsyncIterable<Row[]>): Promise<Row[][]> {
  const all: Row[][] = []
  for await (const rows of batches) all.push(rows)
  return all
}
