import type { Account } from '../db/account-repository.ts'
import { addHourCharges, deleteDayCharges, insertDayCharges, type RegionHourCharge } from '../db/charge-repository.ts'
import { accountPrices } from '../db/price-list-repository.ts'
import { findSleepReadings } from '../db/sleep-reading-repository.ts'
import { findStatuses } from '../db/status-repository.ts'
import type { Connection } from '../db/store.ts'
import { priceBook, rateTokens, type AiTransaction, type PriceBook } from '../engine/index.ts'
import { differenceOf, type ChargeChange, type HourMoves } from './reconcile/charges.ts'
import type { RatingContext } from './source.ts'

/** Rates changed records and moves the roll-ups of days and hours, in the transaction that writes the records. */
export async function applyCharges(
  tx: Connection,
  context: RatingContext,
  changes: readonly ChargeChange[],
): Promise<void> {
  if (changes.length === 0 || context.charges === 'later') return
  const hours: HourMoves = new Map()
  await applyDayCharges(tx, context, changes, hours)
  await applyHourCharges(tx, context.account, hours)
}

/** Rates changed records and replaces their days; what the hours move by is added to `hours`. */
export async function applyDayCharges(
  tx: Connection,
  { account: { accountId }, calendar, rules }: RatingContext,
  changes: readonly ChargeChange[],
  hours: HourMoves,
): Promise<void> {
  const machines = changes.filter(({ after }) => after.record.kind === 'instance')
  const statuses = await findStatuses(tx, accountId, [...new Set(machines.map(({ after }) => after.record.resourceId))])
  const readings = await findSleepReadings(
    tx,
    accountId,
    machines.filter(({ isNew = false }) => !isNew).map(({ after }) => after.record),
    { all: rules.hibernation === 'same_record' },
  )
  const prices = await allPrices(tx, accountId)
  const { replaced, days } = differenceOf(changes, { statuses, readings, prices, calendar, rules }, hours)
  await deleteDayCharges(tx, accountId, replaced)
  await insertDayCharges(tx, accountId, days)
}

/** Moves the hours by what was added up. */
export async function applyHourCharges(
  tx: Connection,
  { accountId }: Account,
  hours: ReadonlyMap<string, RegionHourCharge>,
): Promise<void> {
  const moved = [...hours.values()].filter((row) => row.seconds !== 0 || row.billedPicos !== 0n)
  await addHourCharges(tx, accountId, moved)
}

/** Rates uses of AI models; they hold no time, so the hours do not know them. */
export async function applyTokenCharges(
  tx: Connection,
  { account: { accountId }, calendar, charges }: RatingContext,
  transactions: readonly AiTransaction[],
): Promise<void> {
  if (transactions.length === 0 || charges === 'later') return
  const prices = await allPrices(tx, accountId)
  await deleteDayCharges(
    tx,
    accountId,
    transactions.map(({ transactionId }) => transactionId),
  )
  await insertDayCharges(
    tx,
    accountId,
    transactions.flatMap((transaction) => rateTokens(transaction, prices, calendar)),
  )
}

async function allPrices(tx: Connection, accountId: number): Promise<PriceBook> {
  return priceBook(await accountPrices(tx, accountId))
}
