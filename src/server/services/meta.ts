import { getAccountCalendar } from '../../db/account-calendar-repository.ts'
import { listAccounts } from '../../db/account-repository.ts'
import { addDays } from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import type { MetaDto } from '../dto/meta.ts'
import { toIso } from '../iso.ts'
import { accountOf, toAccountDto } from './account.ts'
import { extentOf } from './extent.ts'
import { partyValues } from './party-values.ts'

/** What the page needs to know before it asks for figures. */
export async function meta(context: AppContext, query: { account?: string | undefined }): Promise<MetaDto> {
  const account = await accountOf(context, query.account)
  const [accounts, { currencies, regions, days }, { fiscalYearStart }, parties] = await Promise.all([
    listAccounts(context.store.db),
    extentOf(context, account),
    getAccountCalendar(context.store.db, account.accountId),
    partyValues(context.store, account),
  ])
  return {
    account: toAccountDto(account),
    accounts: accounts.map(toAccountDto),
    demo: context.config.demo,
    version: context.version,
    now: toIso(context.clock()),
    currencies: [...currencies],
    regions: [...regions],
    fiscalYearStart,
    parties,
    dataFrom: days?.from ?? null,
    dataTo: days && addDays(days.last, 1),
  }
}
