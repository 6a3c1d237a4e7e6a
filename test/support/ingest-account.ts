import { sql } from 'kysely'
import { createBarrackClient } from '../../src/barrack/client.ts'
import { createAccount, type Account } from '../../src/db/account-repository.ts'
import type { Database, Store } from '../../src/db/store.ts'
import type { IngestReport, SourceName } from '../../src/ingest/ingest-report.ts'
import { runIngest, type IngestOptions } from '../../src/ingest/run-ingest.ts'

export interface IngestAccount {
  readonly account: Account
  readonly options: Pick<IngestOptions, 'store' | 'client' | 'account'>
  /** One run as of a moment. */
  readonly ingest: (at: string, sources?: readonly SourceName[]) => Promise<IngestReport>
}

/** An account of the store that reads from an address; the client does not really wait between its tries. */
export async function ingestAccount(store: Store, url: string, zone = 'Europe/Oslo'): Promise<IngestAccount> {
  const createdAt = Date.parse('2026-01-01T00:00:00Z')
  const account = await createAccount(store.db, { slug: 'test', name: 'Test', kind: 'real', zone, createdAt })
  const client = createBarrackClient({
    baseUrl: url,
    apiKey: 'a-secret-key',
    maxPerMinute: null,
    sleep: () => Promise.resolve(),
  })
  const options = { store, client, account }
  return {
    account,
    options,
    ingest: (at, sources) => runIngest({ ...options, clock: () => Date.parse(at), ...(sources && { sources }) }),
  }
}

/** Every row of a table as text, sorted: two of them are equal when the tables are. */
export async function contents(store: Store, ...tables: (keyof Database)[]): Promise<string[]> {
  const all: string[] = []
  for (const table of tables) {
    const { rows } = await sql<{ row: string }>`select t::text as row from ${sql.table(table)} t`.execute(store.db)
    all.push(...rows.map(({ row }) => `${table} ${row}`).sort())
  }
  return all
}

const AMOUNT = { charge_day: 'billed', billing_record: 'total_cost', ai_transaction: 'cost' }

/** What the rows of a table come to by currency, as decimals without trailing zeros. */
export async function sumByCurrency(store: Store, table: keyof typeof AMOUNT, where = 'true') {
  const { rows } = await sql<{ currency: string; sum: string }>`
    select currency, trim_scale(sum(${sql.ref(AMOUNT[table])})) as sum from ${sql.table(table)}
    where ${sql.raw(where)} group by 1 order by 1`.execute(store.db)
  return Object.fromEntries(rows.map(({ currency, sum }) => [currency, sum]))
}
