import type { Account } from '../../db/account-repository.ts'
import { changesOfClosedDays, type StoredChange } from '../../db/closed-charge-repository.ts'
import { findClosedAssignments, findClosedMonths, type ClosedMonth } from '../../db/closed-month-repository.ts'
import { findCursor } from '../../db/cursor-repository.ts'
import type { Store } from '../../db/store.ts'
import {
  bookedOn,
  calendarOf,
  correctionsOf,
  type Assignments,
  type Calendar,
  type ChargeChange,
  type CorrectionCause,
  type Day,
} from '../../engine/index.ts'
import { keep } from './kept.ts'

/** What of an account's books is closed. */
export interface ClosedBooks {
  /** In their order. */
  readonly months: readonly ClosedMonth[]
  /** The first day that is open; null where no month was ever closed. */
  readonly openFrom: Day | null
  /** Whose the resources were before that day. */
  readonly assignments: Assignments
}

/** Read once for as long as no month is closed or opened. */
export const closedBooksOf = (store: Store, account: Account): Promise<ClosedBooks> =>
  keep(store, account, 'closed books', async () => {
    const months = await findClosedMonths(store.db, account.accountId)
    const openFrom = months.at(-1)?.to ?? null
    const assignments = openFrom === null ? new Map() : await findClosedAssignments(store.db, account.accountId)
    return { months, openFrom, assignments }
  })

/** A change of a charge of a closed month, dated on the open day on which it is booked. */
export interface Correction extends ChargeChange {
  readonly day: Day
}

/** What the bills of closed months came to be since, as lines of the open month. */
export const correctionsSince = (store: Store, account: Account): Promise<Correction[]> =>
  keep(store, account, 'corrections', async () => {
    const { openFrom, months } = await closedBooksOf(store, account)
    if (openFrom === null) return []
    const rebuilt = await findCursor(store.db, account.accountId, 'charges')
    // Charges that were made anew may have moved without a word of Barrack.
    const all = rebuilt !== null && rebuilt.readAt > months[0]!.closedAt
    const changes = await changesOfClosedDays(store.db, account.accountId, { openFrom, all })
    const calendar = calendarOf(account.zone)
    return correctionsOf(changes).map((change) => {
      const seenOn = seenDay(change, calendar, months)
      return { ...change, seenOn, cause: causeOf(change), day: bookedOn(seenOn, openFrom) }
    })
  })

/** Of a change that no reading tells of, the day of the last closing: it was split anew since. */
function seenDay({ changedAt, closedAt }: StoredChange, calendar: Calendar, months: readonly ClosedMonth[]): Day {
  const since = closedAt ?? months[0]!.closedAt
  return calendar.dayOf(changedAt !== null && changedAt > since ? changedAt : months.at(-1)!.closedAt)
}

function causeOf({ changedAt, firstSeenAt, closedAt }: StoredChange): CorrectionCause {
  if (closedAt === null || (firstSeenAt !== null && firstSeenAt > closedAt)) return 'came late'
  return changedAt !== null && changedAt > closedAt ? 'restated by Barrack' : 'split anew'
}
