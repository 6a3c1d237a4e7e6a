import type { Selectable } from 'kysely'
import { formatPicos, parsePicos, type Day, type DayRange, type Instant } from '../engine/index.ts'
import type { TopUpTable } from './schema/top-up.ts'
import type { Connection } from './store.ts'
import { isoOf, isoOrNull } from './timestamp.ts'

export interface NewTopUp {
  readonly currency: string
  readonly day: Day
  readonly creditedAt: Instant | null
  readonly kind: TopUpTable['kind']
  readonly netPicos: bigint
  readonly taxPicos: bigint
  readonly taxName: string | null
  readonly receipt: string | null
  readonly receiptDay: Day | null
  readonly fund: string | null
  readonly note: string | null
  readonly source: TopUpTable['source']
}

export interface TopUp extends NewTopUp {
  readonly topUpId: number
  readonly enteredAt: Instant
}

/** What came into an account's wallets, of all days or of some, in the order of days. */
export async function findTopUps(db: Connection, accountId: number, days?: Partial<DayRange>): Promise<TopUp[]> {
  const rows = await db
    .selectFrom('top_up')
    .selectAll()
    .where('account_id', '=', accountId)
    .$if(days?.from !== undefined, (query) => query.where('day', '>=', days!.from!))
    .$if(days?.to !== undefined, (query) => query.where('day', '<', days!.to!))
    .orderBy('day')
    .orderBy('top_up_id')
    .execute()
  return rows.map(topUpOf)
}

/** Writes one down and gives it with its number. Throws where the receipt stands there already. */
export async function insertTopUp(tx: Connection, accountId: number, topUp: NewTopUp, at: Instant): Promise<TopUp> {
  const row = await tx
    .insertInto('top_up')
    .values({
      account_id: accountId,
      currency: topUp.currency,
      day: topUp.day,
      credited_at: isoOrNull(topUp.creditedAt),
      kind: topUp.kind,
      net: formatPicos(topUp.netPicos),
      tax: formatPicos(topUp.taxPicos),
      tax_name: topUp.taxName,
      receipt: topUp.receipt,
      receipt_day: topUp.receiptDay,
      fund: topUp.fund,
      note: topUp.note,
      source: topUp.source,
      entered_at: isoOf(at),
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  return topUpOf(row)
}

/** Takes one away. */
export async function deleteTopUp(tx: Connection, accountId: number, topUpId: number): Promise<void> {
  await tx.deleteFrom('top_up').where('account_id', '=', accountId).where('top_up_id', '=', topUpId).execute()
}

function topUpOf(row: Selectable<TopUpTable>): TopUp {
  return {
    topUpId: row.top_up_id,
    currency: row.currency,
    day: row.day,
    creditedAt: row.credited_at,
    kind: row.kind,
    netPicos: parsePicos(row.net),
    taxPicos: parsePicos(row.tax),
    taxName: row.tax_name,
    receipt: row.receipt,
    receiptDay: row.receipt_day,
    fund: row.fund,
    note: row.note,
    source: row.source,
    enteredAt: row.entered_at,
  }
}
