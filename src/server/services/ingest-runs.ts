import { latestIngestRuns } from '../../db/ingest-run-repository.ts'
import type { AppContext } from '../context.ts'
import type { IngestRunsDto } from '../dto/ingest.ts'
import { toIso, toIsoOrNull } from '../iso.ts'
import { accountOf } from './account.ts'

const SHOWN = 20

/** The last runs of an account with their sources, newest first. */
export async function ingestRuns(context: AppContext, query: { account?: string | undefined }): Promise<IngestRunsDto> {
  const { accountId } = await accountOf(context, query.account)
  const runs = await latestIngestRuns(context.store.db, accountId, SHOWN)
  return {
    rows: runs.map(({ runId, startedAt, finishedAt, status, requests, sources }) => ({
      runId,
      startedAt: toIso(startedAt),
      finishedAt: toIsoOrNull(finishedAt),
      status,
      requests,
      sources: sources.map(({ note, error, ...source }) => ({
        ...source,
        error: error ?? note ?? null,
        finishedAt: toIso(source.finishedAt),
      })),
    })),
  }
}

/** Asks for an ingest by a row in the job table. */
export async function queueIngest(
  context: AppContext,
  query: { account?: string | undefined },
): Promise<{ jobId: number }> {
  const { accountId } = await accountOf(context, query.account)
  const { jobId } = await context.requestIngest(accountId)
  return { jobId }
}
