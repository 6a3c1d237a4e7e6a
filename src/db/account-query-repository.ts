import type { AccountKind } from './schema/account.ts'
import type { Connection } from './store.ts'

export interface AccountRow {
  readonly accountId: number
  readonly slug: string
  readonly name: string
  readonly kind: AccountKind
  readonly zone: string
}

/** Every account, the oldest first. */
export async function findAccounts(db: Connection): Promise<AccountRow[]> {
  return db
    .selectFrom('account')
    .select(['account_id as accountId', 'slug', 'name', 'kind', 'zone'])
    .orderBy('account_id')
    .execute()
}
