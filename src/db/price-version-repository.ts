import { sql } from 'kysely'
import { formatPicos, parsePicos } from '../engine/money.ts'
import type { PriceVersion } from '../engine/pricing/price-version.ts'
import type { Instant } from '../engine/time.ts'
import type { Connection } from './store.ts'
import { isoOf } from './timestamp.ts'
import { excluded, insertRows, unnest } from './unnest.ts'

/** A price as it is kept: with the most GPUs that one machine may have. */
export interface StoredPrice extends PriceVersion {
  readonly maxCount: number | null
}

/** What identifies a price line. */
export interface PriceKey {
  readonly sku: string
  readonly currency: string
}

/** Every price that ever held, by sku, currency and time. */
export async function findPrices(db: Connection, accountId: number): Promise<StoredPrice[]> {
  const rows = await db
    .selectFrom('price_version')
    .select(['sku', 'currency', 'price', 'unit', 'max_count', 'source', 'valid_from', 'valid_to'])
    .where('account_id', '=', accountId)
    .orderBy('sku')
    .orderBy('currency')
    .orderBy('valid_from')
    .execute()
  return rows.map(({ price, max_count: maxCount, valid_from: validFrom, valid_to: validTo, ...row }) => ({
    ...row,
    pricePicos: parsePicos(price),
    maxCount,
    validFrom,
    validTo,
  }))
}

export async function insertPrices(tx: Connection, accountId: number, rows: readonly StoredPrice[], at: Instant) {
  if (rows.length === 0) return
  const insert = insertRows<StoredPrice>('price_version', accountId, rows, {
    sku: ['text', (row) => row.sku],
    currency: ['text', (row) => row.currency],
    valid_from: ['timestamptz', (row) => row.validFrom],
    valid_to: ['timestamptz', (row) => row.validTo],
    price: ['numeric', (row) => formatPicos(row.pricePicos)],
    unit: ['text', (row) => row.unit],
    max_count: ['int4', (row) => row.maxCount],
    source: ['text', (row) => row.source],
    first_seen: ['timestamptz', () => at],
    last_seen: ['timestamptz', () => at],
  })
  await sql`${insert} on conflict (account_id, sku, currency, valid_from) do update
    set ${excluded('price', 'unit', 'max_count', 'valid_to', 'last_seen')}`.execute(tx)
}

/** Ends the open observed version of each line at a moment. */
export async function closePrices(tx: Connection, accountId: number, keys: readonly PriceKey[], at: Instant) {
  if (keys.length === 0) return
  await sql`update price_version p set valid_to = ${isoOf(at)}::timestamptz
    from ${keysOf(keys)}
    where p.account_id = ${accountId} and p.sku = u.sku and p.currency = u.currency
      and p.valid_to is null and p.source = 'observed'`.execute(tx)
}

/** Says that the open version of each line was seen again. */
export async function touchPrices(tx: Connection, accountId: number, keys: readonly PriceKey[], at: Instant) {
  if (keys.length === 0) return
  await sql`update price_version p set last_seen = ${isoOf(at)}::timestamptz
    from ${keysOf(keys)}
    where p.account_id = ${accountId} and p.sku = u.sku and p.currency = u.currency
      and p.valid_to is null and p.source = 'observed'`.execute(tx)
}

function keysOf(keys: readonly PriceKey[]) {
  return unnest<PriceKey>(keys, { sku: ['text', (key) => key.sku], currency: ['text', (key) => key.currency] })
}
