import { KnownFacts } from '../../charges/known-facts.ts'
import { ratedDays } from '../../charges/apply-charges.ts'
import type { Account } from '../../db/account-repository.ts'
import { findResources } from '../../db/resource-repository.ts'
import { accountPrices } from '../../db/price-list-repository.ts'
import { aiTransactionsWithin, readRecordsOf, recordsWithin } from '../../db/focus-query-repository.ts'
import type { Store } from '../../db/store.ts'
import {
  pieceCalendar,
  priceBook,
  rateTokens,
  type DayCharge,
  type DayPiece,
  type Interval,
} from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import { keep } from './kept.ts'
import type { Ledger } from './ledger.ts'

/** A charge that lies in one day of the account's zone (`charge.day`) and in one of UTC. */
export interface PieceCharge extends Pick<DayPiece, 'utcDay'> {
  readonly charge: DayCharge
  /** As the bill has it. */
  readonly name: string
}

/** What bills are rated anew by. */
export type PieceBasis = Pick<Ledger, 'account' | 'prices' | 'resources' | 'rules'>

/** Read once for as long as the account's data stand. */
export async function pieceBasis({ store, config }: AppContext, account: Account): Promise<PieceBasis> {
  const { prices, resources } = await keep(store, account, 'piece basis', async () => ({
    prices: priceBook(await accountPrices(store.db, account.accountId)),
    resources: await findResources(store.db, account.accountId),
  }))
  return { account, prices, resources, rules: config.rules }
}

const BATCH = 500

/**
 * All bills of an interval rated anew, cut at the midnights of the account and at those of UTC, in batches, so that they
 * add up by either calendar whatever the zone is.
 */
export async function* chargePieces(
  store: Store,
  { account, prices, rules, resources: known }: PieceBasis,
  interval: Interval,
): AsyncGenerator<readonly PieceCharge[]> {
  const { calendar, pieceOf } = pieceCalendar(account.zone)
  const resources = new Map(known.map((resource) => [resource.resourceId, resource]))
  const toPiece = (charge: DayCharge, name: string): PieceCharge => {
    const { day, utcDay } = pieceOf(charge.day)
    return { charge: { ...charge, day }, utcDay, name }
  }
  const { startsAt, endsAt } = interval
  const statement = recordsWithin(store.db, account.accountId, startsAt, endsAt).compile()
  const facts = new KnownFacts(account.accountId)
  for await (const rows of store.stream(statement, BATCH)) {
    const read = readRecordsOf(rows)
    const subjects = read.map((each) => ({ ...each, resource: resources.get(each.record.resourceId) ?? null }))
    const names = new Map(read.map(({ record }) => [record.recordId, record.resourceName]))
    const rated = await ratedDays(store.db, { account, calendar, rules, facts }, subjects)
    yield Array.from(rated, (charge) => toPiece(charge, names.get(charge.recordId)!))
  }
  const transactions = await aiTransactionsWithin(store.db, account.accountId, startsAt, endsAt)
  yield transactions.flatMap((one) => rateTokens(one, prices, calendar).map((charge) => toPiece(charge, one.model)))
}
