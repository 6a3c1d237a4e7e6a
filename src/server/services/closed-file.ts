import type { Account } from '../../db/account-repository.ts'
import { getClosedFile } from '../../db/closed-file-repository.ts'
import type { DayRange } from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import { monthDays } from '../months.ts'
import { invalidParameter } from '../problem.ts'
import { closedBooksOf } from './closed-books.ts'

/** Under these names a closed month keeps its files. */
export type ClosedFileName =
  'bookings.csv' | 'charges.csv' | 'charges-with.csv' | 'focus-1.4.csv' | 'focus-1.2.csv' | 'statement.csv'

/** The very bytes that a closed month keeps. Throws a problem where the days are no closed month. */
export async function closedFile(
  { store }: AppContext,
  account: Account,
  { from, to }: DayRange,
  name: ClosedFileName,
): Promise<ReadableStream<Uint8Array>> {
  const month = from.slice(0, 7)
  const { months } = await closedBooksOf(store, account)
  const days = monthDays(month)
  if (days.from !== from || days.to !== to) {
    throw invalidParameter('closed', 'files are kept by whole months: from the first of one to the first of the next')
  }
  const bytes = months.some((each) => each.month === month)
    ? await getClosedFile(store.db, account.accountId, month, name)
    : null
  if (bytes === null) throw invalidParameter('closed', `${month} is not closed`)
  return new ReadableStream({
    start(controller) {
      controller.enqueue(bytes)
      controller.close()
    },
  })
}
