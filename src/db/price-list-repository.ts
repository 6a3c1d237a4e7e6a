import { sql } from 'kysely'
import { contractedVersions, documentedPrices, formatPicos, type Instant, type PriceVersion } from '../engine/index.ts'
import { findPriceVersions } from './ledger-query-repository.ts'
import { findOverrides } from './price-override-repository.ts'
import type { Connection } from './store.ts'
import { isoOf } from './timestamp.ts'
import { excluded, insertRows, unnest, type Columns } from './unnest.ts'

/** The prices that everything of an account is rated by: prose, lists, and what it has agreed on, which goes first. */
export async function accountPrices(db: Connection, accountId: number): Promise<PriceVersion[]> {
  const list = [...documentedPrices, ...(await findPriceVersions(db, accountId))]
  return [...list, ...contractedVersions(list, await findOverrides(db, accountId))]
}

const KEY: Columns<Pick<PriceVersion, 'sku' | 'currency' | 'validFrom'>> = {
  sku: ['text', (row) => row.sku],
  currency: ['text', (row) => row.currency],
  valid_from: ['timestamptz', (row) => row.validFrom],
}

/**
 * Takes the lines of a dated list. A line of the same sku, wallet and beginning is replaced where it was imported, and
 * stays as it is where the API told it; gives how many were written.
 */
export async function importPrices(
  tx: Connection,
  accountId: number,
  rows: readonly PriceVersion[],
  at: Instant,
): Promise<number> {
  if (rows.length === 0) return 0
  await keepPast(tx, accountId, rows, at)
  const insert = insertRows<PriceVersion>('price_version', accountId, rows, {
    ...KEY,
    valid_to: ['timestamptz', (row) => row.validTo],
    price: ['numeric', (row) => formatPicos(row.pricePicos)],
    unit: ['text', (row) => row.unit],
    source: ['text', () => 'imported'],
    first_seen: ['timestamptz', () => at],
    last_seen: ['timestamptz', () => at],
  })
  const { rows: written } = await sql`${insert} on conflict (account_id, sku, currency, valid_from) do update
    set ${excluded('valid_to', 'price', 'unit', 'last_seen')}
    where price_version.source = 'imported' returning sku`.execute(tx)
  return written.length
}

/** Takes a line of a dated list away, and keeps what it said; whether there was one. What the API told stays. */
export async function deleteImportedPrice(tx: Connection, accountId: number, key: Key, at: Instant): Promise<boolean> {
  await keepPast(tx, accountId, [key], at)
  const { numDeletedRows } = await tx
    .deleteFrom('price_version')
    .where('account_id', '=', accountId)
    .where('sku', '=', key.sku)
    .where('currency', '=', key.currency)
    .where('source', '=', 'imported')
    .where('valid_from', '=', sql<number>`${isoOf(key.validFrom)}::timestamptz`)
    .executeTakeFirst()
  return numDeletedRows > 0n
}

type Key = Pick<PriceVersion, 'sku' | 'currency' | 'validFrom'>

async function keepPast(tx: Connection, accountId: number, keys: readonly Key[], at: Instant): Promise<void> {
  await sql`insert into price_version_past
    select p.*, ${isoOf(at)}::timestamptz from price_version p
    join ${unnest(keys, KEY)} on p.sku = u.sku and p.currency = u.currency and p.valid_from = u.valid_from
    where p.account_id = ${accountId} and p.source = 'imported'`.execute(tx)
}
