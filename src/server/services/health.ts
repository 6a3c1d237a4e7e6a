import { listAccounts } from '../../db/account-repository.ts'
import { lastFinishedIngestRun } from '../../db/ingest-run-repository.ts'
import { findOpenJob } from '../../db/job-repository.ts'
import type { AppContext } from '../context.ts'
import type { HealthDto } from '../dto/meta.ts'
import { toIso, toIsoOrNull } from '../iso.ts'

/** An ingest can hold the embedded store's one connection for seconds; health answers with what it last knew. */
const PATIENCE_MS = 40

type Known = Pick<HealthDto, 'store' | 'ingest'>

/** What the store said; nothing of the ingest where it did not answer. */
export type HealthNews = Pick<Known, 'store'> & Partial<Known>

/** Health from memory, refreshed by at most one question at a time; an answer waits for it for a moment only. */
export function healthFromMemory(
  { kind, version }: { kind: Known['store']['kind']; version: string },
  ask: () => Promise<HealthNews>,
): () => Promise<HealthDto> {
  let known: Known = {
    store: { kind, status: 'unknown', checkedAt: null },
    ingest: { status: 'unknown', finishedAt: null, progress: null },
  }
  let asking: Promise<void> | null = null
  const refresh = async () => {
    known = { ...known, ...(await ask()) }
    asking = null
  }
  return async function health() {
    asking ??= refresh()
    const inTime = await Promise.race([asking.then(() => true), patience()])
    const { store, ingest } = known
    const busy = !inTime && store.status !== 'failing'
    return { status: statusOf(known), store: busy ? { ...store, status: 'busy' } : store, version, ingest }
  }
}

/** Asks the store how it is; one that does not answer is failing. */
export function healthNews(context: AppContext): () => Promise<HealthNews> {
  return async () => {
    try {
      return await askStore(context)
    } catch (error) {
      context.log.error({ err: error }, 'the store does not answer')
      return { store: { kind: context.store.kind, status: 'failing', checkedAt: toIso(context.clock()) } }
    }
  }
}

async function askStore(context: AppContext): Promise<Known> {
  const { db, kind } = context.store
  const [account] = await listAccounts(db)
  const store = { kind, status: 'ok', checkedAt: toIso(context.clock()) } as const
  if (!account) return { store, ingest: { status: 'never', finishedAt: null, progress: null } }
  const [last, job] = await Promise.all([
    lastFinishedIngestRun(db, account.accountId),
    findOpenJob(db, account.accountId, 'ingest'),
  ])
  const running = job?.status === 'running'
  return {
    store,
    ingest: {
      status: running ? 'running' : (last?.status ?? 'never'),
      finishedAt: toIsoOrNull(last?.finishedAt ?? null),
      progress: running ? job.progress : null,
    },
  }
}

function statusOf({ store, ingest }: Known): HealthDto['status'] {
  if (store.status === 'failing') return 'failing'
  return ingest.finishedAt === null ? 'starting' : 'ok'
}

const patience = () => new Promise<false>((resolve) => setTimeout(resolve, PATIENCE_MS, false))
