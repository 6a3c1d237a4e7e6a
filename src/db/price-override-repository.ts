import { sql } from 'kysely'
import { formatPicos, parsePicos, type Instant, type PriceOverride } from '../engine/index.ts'
import type { Connection } from './store.ts'
import { isoOf } from './timestamp.ts'
import { excluded, insertRows, unnest, type Columns } from './unnest.ts'

/** What an account has agreed on, by sku, wallet and time. */
export async function findOverrides(db: Connection, accountId: number): Promise<PriceOverride[]> {
  const rows = await db
    .selectFrom('price_override')
    .select(['sku', 'currency', 'price', 'unit', 'discount_basis_points', 'valid_from', 'valid_to'])
    .where('account_id', '=', accountId)
    .orderBy('sku')
    .orderBy('currency')
    .orderBy('valid_from')
    .execute()
  return rows.map(({ sku, currency, valid_from: validFrom, valid_to: validTo, ...row }) => ({
    sku,
    currency,
    validFrom,
    validTo,
    terms:
      row.price === null
        ? { kind: 'discount', basisPoints: row.discount_basis_points! }
        : { kind: 'price', pricePicos: parsePicos(row.price), unit: row.unit! },
  }))
}

/** Writes terms down; those of the same sku, wallet and beginning are replaced. */
export async function saveOverrides(tx: Connection, accountId: number, rows: readonly PriceOverride[], at: Instant) {
  if (rows.length === 0) return
  await keepPast(tx, accountId, rows, at)
  const insert = insertRows<PriceOverride>('price_override', accountId, rows, {
    ...KEY,
    valid_to: ['timestamptz', (row) => row.validTo],
    price: ['numeric', ({ terms }) => (terms.kind === 'price' ? formatPicos(terms.pricePicos) : null)],
    unit: ['text', ({ terms }) => (terms.kind === 'price' ? terms.unit : null)],
    discount_basis_points: ['int4', ({ terms }) => (terms.kind === 'discount' ? terms.basisPoints : null)],
    entered_at: ['timestamptz', () => at],
  })
  await sql`${insert} on conflict (account_id, sku, currency, valid_from) do update
    set ${excluded('valid_to', 'price', 'unit', 'discount_basis_points', 'entered_at')}`.execute(tx)
}

type Key = Pick<PriceOverride, 'sku' | 'currency' | 'validFrom'>

const KEY: Columns<Key> = {
  sku: ['text', (row) => row.sku],
  currency: ['text', (row) => row.currency],
  valid_from: ['timestamptz', (row) => row.validFrom],
}

/** Puts terms that are about to be replaced or taken away beside, so that an earlier moment's answer stays. */
async function keepPast(tx: Connection, accountId: number, keys: readonly Key[], at: Instant): Promise<void> {
  await sql`insert into price_override_past
    select p.*, ${isoOf(at)}::timestamptz from price_override p
    join ${unnest(keys, KEY)} on p.sku = u.sku and p.currency = u.currency and p.valid_from = u.valid_from
    where p.account_id = ${accountId}`.execute(tx)
}

/** Takes terms away; whether there were any. */
export async function deleteOverride(tx: Connection, accountId: number, key: Key, at: Instant): Promise<boolean> {
  const { sku, currency, validFrom } = key
  await keepPast(tx, accountId, [key], at)
  const { numDeletedRows } = await tx
    .deleteFrom('price_override')
    .where('account_id', '=', accountId)
    .where('sku', '=', sku)
    .where('currency', '=', currency)
    .where('valid_from', '=', sql<number>`${new Date(validFrom).toISOString()}::timestamptz`)
    .executeTakeFirst()
  return numDeletedRows > 0n
}
