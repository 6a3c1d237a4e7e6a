import { listAccounts, type Account } from '../../db/account-repository.ts'
import type { AppContext } from '../context.ts'
import { ProblemException } from '../problem.ts'
import { requireFirstIngest } from './first-ingest.ts'

/** The accounts beside one that were read at least once. */
export async function otherAccounts(context: AppContext, { accountId }: Account): Promise<Account[]> {
  const accounts = (await listAccounts(context.store.db)).filter((other) => other.accountId !== accountId)
  const read = await Promise.all(
    accounts.map(({ slug }) =>
      requireFirstIngest(context, slug).then(
        () => true,
        (error: unknown) => {
          if (error instanceof ProblemException) return false
          throw error
        },
      ),
    ),
  )
  return accounts.filter((_, i) => read[i])
}
