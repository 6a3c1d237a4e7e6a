import { getJob } from '../../db/job-repository.ts'
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
  const found = await getJob(context.store.db, { accountId, jobId: id })
  if (!found) throw new ProblemException('not-found', `There is no job ${id}.`)
  const { jobId, kind, status, progress, result, error } = found
  return {
    jobId,
    kind,
    status,
    requestedAt: toIso(found.requestedAt),
    startedAt: toIsoOrNull(found.startedAt),
    finishedAt: toIsoOrNull(found.finishedAt),
    progress,
    result,
    error,
  }
}
