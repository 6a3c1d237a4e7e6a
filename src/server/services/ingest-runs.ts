import { findIngestRuns, findIngestSources, type IngestSourceRow } from '../../db/ingest-query-repository.ts'
import type { AppContext } from '../context.ts'
import { decodeCursor, encodeCursor } from '../cursor.ts'
import type { IngestRunsDto } from '../dto/ingest.ts'
import { toIso, toIsoOrNull } from '../iso.ts'
import { invalidParameter } from '../problem.ts'
import { accountOf } from './account.ts'

const PAGE = 20

/** The runs of an account with their sources, newest first. */
export async function ingestRuns(
  context: AppContext,
  query: { account?: string | undefined; next?: string | undefined },
): Promise<IngestRunsDto> {
  const { db } = context.store
  const { accountId } = await accountOf(context, query.account)
  const before = query.next === undefined ? null : Number(decodeCursor(query.next, 1)[0])
  if (Number.isNaN(before)) throw invalidParameter('next', 'not a cursor of this list')
  const rows = await findIngestRuns(db, accountId, { before, limit: PAGE + 1 })
  const page = rows.slice(0, PAGE)
  const sources = await findIngestSources(
    db,
    accountId,
    page.map(({ runId }) => runId),
  )
  return {
    rows: page.map((run) => ({
      ...run,
      startedAt: toIso(run.startedAt),
      finishedAt: toIsoOrNull(run.finishedAt),
      sources: sources.filter(({ runId }) => runId === run.runId).map(toSourceDto),
    })),
    next: rows.length > PAGE ? encodeCursor([String(page.at(-1)!.runId)]) : null,
  }
}

const toSourceDto = ({ runId: _, finishedAt, ...source }: IngestSourceRow) => ({
  ...source,
  finishedAt: toIso(finishedAt),
})

/** Asks for an ingest by a row in the job table. */
export async function queueIngest(
  context: AppContext,
  query: { account?: string | undefined },
): Promise<{ jobId: number }> {
  const { accountId } = await accountOf(context, query.account)
  const { jobId } = await context.requestIngest(accountId)
  return { jobId }
}
