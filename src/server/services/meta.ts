import { listAccounts } from '../../db/account-repository.ts'
import { chargeExtent } from '../../db/charge-query-repository.ts'
import { findCurrencies, findRegions } from '../../db/overview-query-repository.ts'
import { addDays } from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import type { MetaDto } from '../dto/meta.ts'
import { toIso } from '../iso.ts'
import { accountOf, toAccountDto } from './account.ts'

/** What the page needs to know before it asks for figures. */
export async function meta(context: AppContext, query: { account?: string | undefined }): Promise<MetaDto> {
  const { db } = context.store
  const account = await accountOf(context, query.account)
  const [accounts, extent, currencies, regions] = await Promise.all([
    listAccounts(db),
    chargeExtent(db, account.accountId),
    findCurrencies(db, account.accountId),
    findRegions(db, account.accountId),
  ])
  return {
    account: toAccountDto(account),
    accounts: accounts.map(toAccountDto),
    demo: context.config.demo,
    version: context.version,
    now: toIso(context.clock()),
    currencies,
    regions,
    dataFrom: extent?.from ?? null,
    dataTo: extent && addDays(extent.last, 1),
  }
}
