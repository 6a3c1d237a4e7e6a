import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { migrations } from '../../migrations/index.ts'
import { openStore } from '../../src/db/open-store.ts'
import type { Store } from '../../src/db/store.ts'
import { startProcess } from '../support/processes.ts'

describe('the embedded store in its thread', () => {
  let store: Store
  beforeAll(async () => {
    store = await openStore({ kind: 'pglite', dataDir: null })
  })
  afterAll(() => store.close())

  test('is migrated from empty once', async () => {
    expect(await store.migrate()).toEqual(Object.keys(migrations))
    expect(await store.migrate()).toEqual([])
  })

  test('a large write leaves the turns of this thread free', async () => {
    await sql`create table large (n integer primary key, filler text)`.execute(store.db)
    const order: string[] = []
    const write = sql`insert into large select n, repeat('x', 200) from generate_series(1, 300000) n`.execute(store.db)
    const written = write.then(() => order.push('written'))
    for (let turn = 0; turn < 500; turn++) await nextTurn()
    order.push('500 turns taken')
    await written
    expect(order).toEqual(['500 turns taken', 'written'])
  })

  test('an error keeps the fields of Postgres and leaves the store usable', async () => {
    const again = sql`insert into large values (1, 'again')`.execute(store.db)
    await expect(again).rejects.toMatchObject({
      message: expect.stringContaining('duplicate key value') as string,
      code: '23505',
      constraint: 'large_pkey',
      detail: 'Key (n)=(1) already exists.',
    })
    await expect(sql`select 1 as one`.execute(store.db)).resolves.toMatchObject({ rows: [{ one: 1 }] })
  })

  test('a closed store says so, and closing it again does nothing', async () => {
    const other = await openStore({ kind: 'pglite', dataDir: null })
    await other.close()
    await other.close()
    await expect(sql`select 1`.execute(other.db)).rejects.toThrow(/destroyed|closed/)
  })
})

describe('the folder of the embedded store', () => {
  let folder: string
  let dataDir: string
  const startWriter = () => startProcess(join(import.meta.dirname, 'processes/write-batches.ts'), dataDir)
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'qm-pglite-'))
    dataDir = join(folder, 'pglite')
  })
  afterEach(() => {
    rmSync(folder, { recursive: true })
  })

  test('holds all that was said to be stored after kill -9', async () => {
    const writer = startWriter()
    let acknowledged = 0
    while (acknowledged < 10_000) acknowledged = Number(await writer.line())
    await writer.end('SIGKILL')

    const store = await openStore({ kind: 'pglite', dataDir })
    const { rows } = await sql<{ rows: number; last: number }>`
      select count(*) as rows, max(n) as last from acknowledged`.execute(store.db)
    expect(rows[0]?.last).toBeGreaterThanOrEqual(acknowledged)
    expect(rows[0]?.rows).toBe(rows[0]?.last)
    await store.close()
  })

  test('opens after a first start that was killed half way', async () => {
    const writer = startWriter()
    while (!existsSync(join(dataDir, 'PG_VERSION'))) await sleep(1)
    await writer.end('SIGKILL')
    expect(readdirSync(folder).sort()).toEqual(['pglite', 'pglite.unfinished'])

    const store = await openStore({ kind: 'pglite', dataDir })
    expect(await store.migrate()).toEqual(Object.keys(migrations))
    await store.close()
    expect(readdirSync(folder)).toEqual(['pglite'])
  })

  test('is left alone where it holds something else', async () => {
    mkdirSync(dataDir)
    writeFileSync(join(dataDir, 'letter.txt'), 'Dear')
    await expect(openStore({ kind: 'pglite', dataDir })).rejects.toThrow(
      `${dataDir} holds something that is not an embedded store`,
    )
    expect(readdirSync(dataDir)).toEqual(['letter.txt'])
    expect(readdirSync(folder)).toEqual(['pglite'])
  })
})
