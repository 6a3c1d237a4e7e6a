import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createAccount } from '../../src/db/account-repository.ts'
import { copyRows } from '../../src/db/copy-rows.ts'
import type { Store } from '../../src/db/store.ts'
import { STORES } from '../support/stores.ts'

describe.each(STORES)('copyRows ($name)', ({ open }) => {
  let store: Store
  let accountId: number
  beforeAll(async () => {
    store = await open()
    const account = { slug: 'main', name: 'Main', kind: 'real', zone: 'UTC', createdAt: 0 } as const
    accountId = (await createAccount(store.db, account)).accountId
  })
  afterAll(() => store.close())

  /** More rows than go out in one piece. */
  const numbers = Array.from({ length: 1100 }, (_, i) => i)

  const copy = (name: (i: number) => string) =>
    store.db.transaction().execute(async (tx) => {
      await copyRows(tx, 'region', accountId, numbers, {
        region: ['text', name],
        country: ['text', (i) => (i === 3 ? 'a\tb\\N\n' : null)],
        raw: ['jsonb', (i) => ({ i })],
        first_seen: ['timestamptz', () => 0],
        last_seen: ['timestamptz', () => 0],
      })
    })
  const stored = async () => {
    const { rows } = await sql<{ n: number; country: string | null }>`
      select count(*) as n, max(country) as country from region`.execute(store.db)
    return rows[0]
  }

  it('leaves nothing of rows of which one is there already, one cannot be told, or one says no', async () => {
    for (const bad of [0, 10, 249, 250, 600, 1099]) {
      await expect(copy((i) => `R-${i === bad ? (bad + 1) % 1100 : i}`)).rejects.toThrow(/unique/)
      await expect(copy((i) => (i === bad ? (null as never) : `R-${i}`))).rejects.toThrow(/null/)
      const refused = copy((i) => {
        if (i === bad) throw new RangeError(`Row ${bad} says no`)
        return `R-${i}`
      })
      await expect(refused).rejects.toThrow(`Row ${bad} says no`)
      expect(await stored()).toEqual({ n: 0, country: null })
    }
  })

  it('writes every row, and text as it is', async () => {
    await copy((i) => `R-${i}`)
    expect(await stored()).toEqual({ n: 1100, country: 'a\tb\\N\n' })
  })
})
