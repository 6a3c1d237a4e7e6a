import { addHourCharges, deleteDayCharges, insertDayCharges } from '../db/charge-repository.ts'
import { accountPrices } from '../db/price-list-repository.ts'
import { findSleepReadings } from '../db/sleep-reading-repository.ts'
import { findStatuses } from '../db/status-repository.ts'
import type { Connection } from '../db/store.ts'
import { priceBook, rateTokens, type AiTransaction, type PriceBook } from '../engine/index.ts'
import { differenceOf, type ChargeChange } from './reconcile/charges.ts'
import type { RatingContext } from './source.ts'

/** Rates changed records and moves the roll-ups of days and hours, in the transaction that writes the records. */
export async function applyCharges(
  tx: Connection,
  { account, calendar, rules, rollUps }: RatingContext,
  changes: readonly ChargeChange[],
): Promise<void> {
  if (changes.length === 0) return
  const { accountId } = account
  const machines = changes.filter(({ after }) => after.record.kind === 'instance')
  const statuses = await findStatuses(tx, accountId, [...new Set(machines.map(({ after }) => after.record.resourceId))])
  const readings = await findSleepReadings(
    tx,
    accountId,
    machines.filter(({ isNew = false }) => !isNew).map(({ after }) => after.record),
    { all: rules.hibernation === 'same_record' },
  )
  const prices = await allPrices(tx, accountId)
  const { replaced, days, hours } = differenceOf(changes, { statuses, readings, prices, calendar, rules }, rollUps)
  await deleteDayCharges(tx, accountId, replaced)
  await insertDayCharges(tx, accountId, days)
  await addHourCharges(tx, accountId, hours)
}

/** Rates uses of AI models; they hold no time, so the hours do not know them. */
export async function applyTokenCharges(
  tx: Connection,
  { account: { accountId }, calendar }: RatingContext,
  transactions: readonly AiTransaction[],
): Promise<void> {
  if (transactions.length === 0) return
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
