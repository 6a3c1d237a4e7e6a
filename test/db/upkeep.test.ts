import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createAccount } from '../../src/db/account-repository.ts'
import type { Store } from '../../src/db/store.ts'
import { keepUp } from '../../src/db/upkeep.ts'
import { STORES } from '../support/stores.ts'

describe.each(STORES)('keepUp ($name)', ({ open }) => {
  let store: Store
  beforeAll(async () => {
    store = await open()
  })
  afterAll(() => store.close())

  const estimatedRegions = async () => {
    const { rows } = await sql<{ rows: number }>`
      select reltuples::integer as rows from pg_class
      where relname = 'region' and relnamespace = current_schema()::regnamespace`.execute(store.db)
    return rows[0]?.rows
  }

  it('tells the planner how many rows a table holds', async () => {
    const { accountId } = await createAccount(store.db, {
      slug: 'main',
      name: 'Main',
      kind: 'real',
      zone: 'UTC',
      createdAt: 0,
    })
    await sql`insert into region (account_id, region, raw, first_seen, last_seen)
      select ${accountId}, 'R-' || i, '{}', now(), now() from generate_series(1, 500) i`.execute(store.db)
    expect(await estimatedRegions()).not.toBe(500)
    await keepUp(store)
    expect(await estimatedRegions()).toBe(500)
  })
})
