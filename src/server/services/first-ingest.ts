import { listAccounts, type Account } from '../../db/account-repository.ts'
import { lastFinishedIngestRun, type IngestRun } from '../../db/ingest-run-repository.ts'
import { findOpenJob } from '../../db/job-repository.ts'
import type { AppContext } from '../context.ts'
import { ProblemException } from '../problem.ts'
import { accountOf } from './account.ts'

export interface ReadAccount {
  readonly account: Account
  /** The last ingest that ended. */
  readonly run: IngestRun & { readonly finishedAt: number }
}

/**
 * The accounts that an answer about several spans: the one that is named, else all. Throws as `requireFirstIngest` does
 * where none of them has been read to the end.
 */
export async function accountsRead(context: AppContext, slug: string | undefined): Promise<readonly Account[]> {
  if (slug !== undefined) return [(await requireFirstIngest(context, slug)).account]
  const { db } = context.store
  const accounts = await listAccounts(db)
  for (const { accountId } of accounts) if (await lastFinishedIngestRun(db, accountId)) return accounts
  return [(await requireFirstIngest(context)).account]
}

/** The account and its last ingest; throws a problem with the progress of the first one before that has ended. */
export async function requireFirstIngest(context: AppContext, slug?: string): Promise<ReadAccount> {
  const { db } = context.store
  const account = await accountOf(context, slug)
  const run = await lastFinishedIngestRun(db, account.accountId)
  if (run?.finishedAt != null) return { account, run: { ...run, finishedAt: run.finishedAt } }
  const job = await findOpenJob(db, account.accountId, 'ingest')
  throw new ProblemException('not-ready', 'The account is being read for the first time.', {
    progress: job?.progress ?? null,
  })
}
