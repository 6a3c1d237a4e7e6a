import { lastFinishedRun, openIngestJob, type IngestRunRow } from '../../db/ingest-query-repository.ts'
import type { AppContext } from '../context.ts'
import { ProblemException } from '../problem.ts'
import { accountOf } from './account.ts'

/** The last ingest that ended; throws a problem with the progress of the first one before that. */
export async function requireFirstIngest(context: AppContext, slug?: string): Promise<IngestRunRow> {
  const { accountId } = await accountOf(context, slug)
  const run = await lastFinishedRun(context.store.db, accountId)
  if (run) return run
  const job = await openIngestJob(context.store.db, accountId)
  throw new ProblemException('not-ready', 'The account is being read for the first time.', {
    progress: job?.progress ?? null,
  })
}
