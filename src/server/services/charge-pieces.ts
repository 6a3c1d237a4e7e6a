import { KnownFacts } from '../../charges/known-facts.ts'
import { ratedDays } from '../../charges/apply-charges.ts'
import { aiTransactionsWithin, readRecordsOf, recordsWithin } from '../../db/focus-query-repository.ts'
import type { Store } from '../../db/store.ts'
import { pieceCalendar, rateTokens, type DayCharge, type DayPiece, type Interval } from '../../engine/index.ts'
import type { Ledger } from './ledger.ts'

/** A charge that lies in one day of the account's zone (`charge.day`) and in one of UTC. */
export interface PieceCharge extends Pick<DayPiece, 'utcDay'> {
  readonly charge: DayCharge
  /** As the bill has it. */
  readonly name: string
}

const BATCH = 500

/**
 * All bills of an interval rated anew, cut at the midnights of the account and at those of UTC, in batches, so that they
 * add up by either calendar whatever the zone is.
 */
export async function* chargePieces(
  store: Store,
  ledger: Ledger,
  interval: Interval,
): AsyncGenerator<readonly PieceCharge[]> {
  const { account, prices, rules } = ledger
  const { calendar, pieceOf } = pieceCalendar(account.zone)
  const resources = new Map(ledger.resources.map((resource) => [resource.resourceId, resource]))
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
    yield rated.map((charge) => toPiece(charge, names.get(charge.recordId)!))
  }
  const transactions = await aiTransactionsWithin(store.db, account.accountId, startsAt, endsAt)
  yield transactions.flatMap((one) => rateTokens(one, prices, calendar).map((charge) => toPiece(charge, one.model)))
}
