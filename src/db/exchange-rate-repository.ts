import { sql } from 'kysely'
import { formatPicos, parsePicos, type Currency, type Day, type ExchangeRates, type Instant } from '../engine/index.ts'
import type { Connection } from './store.ts'
import { isoOf } from './timestamp.ts'

const EURO = parsePicos('1')

/** The published rates of some currencies over the days [from, to); the euro is in all of them. */
export async function findExchangeRates(
  db: Connection,
  currencies: readonly Currency[],
  { from, to }: { from: Day; to: Day },
): Promise<ExchangeRates> {
  const rows = await db
    .selectFrom('exchange_rate')
    .select(['day', 'currency', 'per_euro'])
    .where(sql<boolean>`currency = any(${currencies}::text[])`)
    .where('day', '>=', from)
    .where('day', '<', to)
    .execute()
  const rates = new Map<Day, Map<Currency, bigint>>()
  for (const { day, currency, per_euro } of rows) {
    const ofDay = rates.get(day) ?? new Map([['EUR', EURO]])
    ofDay.set(currency, parsePicos(per_euro))
    rates.set(day, ofDay)
  }
  return rates
}

/** The first and last published day of each currency, and how many there are. */
export async function exchangeRateExtent(db: Connection) {
  return db
    .selectFrom('exchange_rate')
    .select((eb) => [
      'currency',
      eb.fn.min('day').as('from'),
      eb.fn.max('day').as('last'),
      eb.fn.countAll<number>().as('days'),
    ])
    .groupBy('currency')
    .orderBy('currency')
    .execute()
}

/** Writes published rates; a day that is there already is replaced. Gives how many rates were new or different. */
export async function saveExchangeRates(tx: Connection, rates: ExchangeRates): Promise<number> {
  const rows = [...rates].flatMap(([day, ofDay]) =>
    [...ofDay].flatMap(([currency, picos]) => (currency === 'EUR' ? [] : [{ day, currency, picos }])),
  )
  const { rows: written } = await sql`insert into exchange_rate (day, currency, per_euro)
    select * from unnest(${rows.map(({ day }) => day)}::date[], ${rows.map(({ currency }) => currency)}::text[],
      ${rows.map(({ picos }) => formatPicos(picos))}::numeric[])
    on conflict (day, currency) do update set per_euro = excluded.per_euro
      where exchange_rate.per_euro <> excluded.per_euro
    returning 1`.execute(tx)
  return written.length
}

/** A rate that was typed for a month ('2026-03'). */
export interface MonthRate {
  readonly month: string
  readonly from: Currency
  readonly to: Currency
  /** Units of `to` for one of `from`. */
  readonly picos: bigint
}

export async function findTypedRates(db: Connection, accountId: number): Promise<MonthRate[]> {
  const rows = await db
    .selectFrom('typed_rate')
    .select(['month', 'from_currency as from', 'to_currency as to', 'rate'])
    .where('account_id', '=', accountId)
    .orderBy('month')
    .orderBy('from_currency')
    .orderBy('to_currency')
    .execute()
  return rows.map(({ rate, ...row }) => ({ ...row, picos: parsePicos(rate) }))
}

/** Keeps a typed rate; the last word counts. */
export async function saveTypedRate(db: Connection, accountId: number, rate: MonthRate, at: Instant): Promise<void> {
  const value = { rate: formatPicos(rate.picos), entered_at: isoOf(at) }
  await db
    .insertInto('typed_rate')
    .values({ account_id: accountId, month: rate.month, from_currency: rate.from, to_currency: rate.to, ...value })
    .onConflict((oc) => oc.columns(['account_id', 'month', 'from_currency', 'to_currency']).doUpdateSet(value))
    .execute()
}

/** Takes a typed rate away; whether there was one. */
export async function deleteTypedRate(
  db: Connection,
  accountId: number,
  { month, from, to }: Omit<MonthRate, 'picos'>,
): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('typed_rate')
    .where('account_id', '=', accountId)
    .where('month', '=', month)
    .where('from_currency', '=', from)
    .where('to_currency', '=', to)
    .executeTakeFirst()
  return numDeletedRows > 0n
}
