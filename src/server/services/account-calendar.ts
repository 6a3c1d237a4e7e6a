import { getAccountCalendar, saveAccountCalendar } from '../../db/account-calendar-repository.ts'
import type { AppContext } from '../context.ts'
import type { AccountCalendarDto } from '../dto/account-calendar.ts'
import { accountOf } from './account.ts'

interface Query {
  readonly account?: string | undefined
}

export async function accountCalendar(context: AppContext, query: Query): Promise<AccountCalendarDto> {
  const { accountId } = await accountOf(context, query.account)
  return getAccountCalendar(context.store.db, accountId)
}

export async function changeAccountCalendar(
  context: AppContext,
  to: AccountCalendarDto,
  query: Query,
): Promise<AccountCalendarDto> {
  const { accountId } = await accountOf(context, query.account)
  await saveAccountCalendar(context.store.db, accountId, to)
  return to
}
