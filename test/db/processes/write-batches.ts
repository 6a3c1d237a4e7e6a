/** Writes batches of rows into the embedded store of its argument and says after each how many are stored. */
import { sql } from 'kysely'
import { openStore } from '../../../src/db/open-store.ts'

const [, , dataDir = ''] = process.argv
const BATCH = 500
const store = await openStore({ kind: 'pglite', dataDir })
await sql`create table acknowledged (n integer primary key, filler text not null)`.execute(store.db)
for (let stored = 0; ; stored += BATCH) {
  await store.db.transaction().execute(async (tx) => {
    await sql`insert into acknowledged select n, repeat('x', 200) from generate_series(${stored + 1}::int, ${stored + BATCH}::int) n`.execute(
      tx,
    )
  })
  process.stdout.write(`${stored + BATCH}\n`)
}
