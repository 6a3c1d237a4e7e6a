import { mkdtempSync, openSync, readSync, rmSync, writeSync, closeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { checkStore } from '../../src/db/check-store.ts'
import { openStore } from '../../src/db/open-store.ts'

test('a torn page is found and its table named', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'qm-check-'))
  const dataDir = join(folder, 'pglite')
  const store = await openStore({ kind: 'pglite', dataDir })
  await sql`create table whole (n integer primary key)`.execute(store.db)
  await sql`create table torn (n integer primary key, filler text)`.execute(store.db)
  await sql`insert into torn select n, repeat('x', 500) from generate_series(1, 100) n`.execute(store.db)
  const { rows } = await sql<{ path: string }>`select pg_relation_filepath('torn') as path`.execute(store.db)
  expect(await checkStore(store)).toEqual([])
  await store.close()

  turnByte(join(dataDir, rows[0]?.path ?? ''), 8192 + 5000)
  const again = await openStore({ kind: 'pglite', dataDir })
  expect(await checkStore(again)).toEqual([expect.stringMatching(/^torn: invalid page in block 1 of relation/)])
  await again.close()
  rmSync(folder, { recursive: true })
})

function turnByte(path: string, position: number): void {
  const file = openSync(path, 'r+')
  const byte = Buffer.alloc(1)
  readSync(file, byte, 0, 1, position)
  writeSync(file, Buffer.from([(byte[0] ?? 0) ^ 0xff]), 0, 1, position)
  closeSync(file)
}
