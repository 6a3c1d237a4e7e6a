import { findJobById } from '../../db/ingest-query-repository.ts'
import type { AppContext } from '../context.ts'
import type { JobDto } from '../dto/ingest.ts'
import { toIso, toIsoOrNull } from '../iso.ts'
import { ProblemException } from '../problem.ts'
import { accountOf } from './account.ts'

/** One job of the account; a problem where there is none of that number. */
export async function job(
  context: AppContext,
  { id, account }: { id: number; account?: string | undefined },
): Promise<JobDto> {
  const { accountId } = await accountOf(context, account)
  const row = await findJobById(context.store.db, accountId, id)
  if (!row) throw new ProblemException('not-found', `There is no job ${id}.`)
  return {
    ...row,
    requestedAt: toIso(row.requestedAt),
    startedAt: toIsoOrNull(row.startedAt),
    finishedAt: toIsoOrNull(row.finishedAt),
  }
}
