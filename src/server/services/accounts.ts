import { listAccounts, type Account } from '../../db/account-repository.ts'
import { listConnections, type StoredConnection } from '../../db/connection-repository.ts'
import { lastFinishedIngestRun, latestSourceOutcomes } from '../../db/ingest-run-repository.ts'
import { findOpenJob } from '../../db/job-repository.ts'
import { latestBalances } from '../../db/overview-query-repository.ts'
import { formatPicos, parsePicos } from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import type { AccountsDto } from '../dto/accounts.ts'
import { toIso } from '../iso.ts'
import { toAccountDto } from './account.ts'

/** All accounts in the order in which they were added: the first is the one that is meant where none is named. */
export async function accounts(context: AppContext): Promise<AccountsDto> {
  const { db } = context.store
  const connections = await listConnections(db)
  const all = await listAccounts(db)
  return {
    rows: await Promise.all(all.map((account) => rowOf(context, account, connections.get(account.accountId) ?? null))),
    canSeal: context.access.canSeal,
  }
}

async function rowOf(
  { store: { db }, access }: AppContext,
  account: Account,
  connection: StoredConnection | null,
): Promise<AccountsDto['rows'][number]> {
  const { accountId, kind } = account
  const [run, outcomes, job, balances, keyProblem] = await Promise.all([
    lastFinishedIngestRun(db, accountId),
    latestSourceOutcomes(db, accountId),
    findOpenJob(db, accountId, 'ingest'),
    latestBalances(db, accountId),
    kind === 'demo' ? null : access.keyProblem(account, connection),
  ])
  const isOver = run?.finishedAt != null && run.status !== 'running'
  const { baseUrl, ofSettings } = access.address(connection)
  return {
    ...toAccountDto(account),
    url: kind === 'demo' ? null : baseUrl,
    key: kind === 'demo' ? 'none' : connection?.sealedKey == null ? 'environment' : 'sealed',
    keyVariable: connection?.keyVariable ?? null,
    keyProblem,
    ofSettings,
    reading: job?.status === 'running',
    lastReading: isOver
      ? {
          status: run.status,
          finishedAt: toIso(run.finishedAt),
          problems: outcomes.flatMap(({ source, error }) =>
            error === null || error === 'not offered' ? [] : [{ source, detail: error }],
          ),
        }
      : null,
    balances: balances.map(({ currency, balance, observedAt }) => ({
      currency,
      balance: formatPicos(parsePicos(balance)),
      readAt: toIso(observedAt),
    })),
  }
}
