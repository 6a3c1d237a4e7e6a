import type { Account } from '../../db/account-repository.ts'
import { restatedRecords, risingSteps, spentWithin } from '../../db/statement-repository.ts'
import { findTopUps, type TopUp } from '../../db/top-up-repository.ts'
import { addDays, calendarOf, HOUR_MS, leastTopUp, proposeTopUps, type Day, type Instant } from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import { keep } from './kept.ts'

/** A rise of a wallet beyond its charges that nobody has confirmed yet. */
export interface WalletProposal {
  readonly currency: string
  readonly day: Day
  readonly picos: bigint
  /** How far the true amount may lie from it. */
  readonly doubtPicos: bigint
  readonly fromAt: Instant
  readonly creditedAt: Instant
}

/** Rises that lie further back are taken for known. */
const LOOK_BACK_DAYS = 400
/** Between readings further apart a top-up may hide in a fall. */
const GAP_MS = 3 * HOUR_MS
/** How long after the balance moved a restated bill may be read. */
const RESTATED_WITHIN_MS = 36 * HOUR_MS

/** The rises of the wallets that look like credit, less those that are entered already. */
export async function proposedTopUps(context: AppContext, account: Account): Promise<WalletProposal[]> {
  const [rises, entered] = await Promise.all([
    keep(context.store, account, 'balance rises', () => balanceRises(context, account)),
    findTopUps(context.store.db, account.accountId),
  ])
  const open = [...entered]
  return rises.filter((rise) => {
    const match = open.findIndex((topUp) => isSame(topUp, rise))
    if (match === -1) return true
    open.splice(match, 1)
    return false
  })
}

/** A receipt may be dated some days off, and the amount is only as sure as the bills of the time between. */
function isSame({ currency, day, creditedAt, netPicos }: TopUp, rise: WalletProposal): boolean {
  if (currency !== rise.currency) return false
  if (creditedAt !== null) return creditedAt > rise.fromAt && creditedAt <= rise.creditedAt
  const off = netPicos > rise.picos ? netPicos - rise.picos : rise.picos - netPicos
  return (
    day >= addDays(rise.day, -3) && day <= addDays(rise.day, 3) && (off * 100n <= rise.picos || off <= rise.doubtPicos)
  )
}

async function balanceRises({ store, clock }: AppContext, account: Account): Promise<WalletProposal[]> {
  const { accountId } = account
  const since = clock() - LOOK_BACK_DAYS * 24 * HOUR_MS
  const calendar = calendarOf(account.zone)
  const [steps, restated] = await Promise.all([
    risingSteps(store.db, accountId, since, GAP_MS),
    restatedRecords(store.db, accountId, since),
  ])
  const spent = await spentWithin(
    store.db,
    accountId,
    steps.map(({ fromAt, toAt }) => ({ startsAt: fromAt, endsAt: toAt })),
  )
  const spentOf = new Map(spent.map(({ interval, currency, picos }) => [`${interval} ${currency}`, picos]))
  return steps.flatMap((step, i) => {
    const { currency } = step
    const billed = spentOf.get(`${i} ${currency}`) ?? 0n
    const returned = restated
      .filter(
        (bill) =>
          bill.currency === currency && bill.seenAt > step.fromAt && bill.seenAt <= step.toAt + RESTATED_WITHIN_MS,
      )
      .reduce((sum, { deltaPicos }) => sum - deltaPicos, 0n)
    // Put right by Barrack, and no money of ours.
    const spentPicos = returned > 0n ? billed - returned : billed
    return proposeTopUps([{ ...step, spentPicos }], leastTopUp(currency)).map(
      ({ picos, doubtPicos, fromAt, toAt }) => ({
        currency,
        // A balance that was read at midnight tells of the day before.
        day: calendar.dayOf(toAt - 1),
        picos,
        doubtPicos,
        fromAt,
        creditedAt: toAt,
      }),
    )
  })
}
