import { listAccounts } from '../../db/account-repository.ts'
import { lastFinishedIngestRun } from '../../db/ingest-run-repository.ts'
import type { AppContext } from '../context.ts'
import type { AccountsDto } from '../dto/accounts.ts'
import { toIso } from '../iso.ts'
import { toAccountDto } from './account.ts'

/** All accounts in the order in which they were added: the first is the one that is meant where none is named. */
export async function accounts({ store: { db } }: AppContext): Promise<AccountsDto> {
  const rows = await listAccounts(db)
  const runs = await Promise.all(rows.map(({ accountId }) => lastFinishedIngestRun(db, accountId)))
  return {
    rows: rows.map((account, i) => {
      const run = runs[i]
      const isOver = run?.finishedAt != null && run.status !== 'running'
      return {
        ...toAccountDto(account),
        lastReading: isOver ? { status: run.status, finishedAt: toIso(run.finishedAt) } : null,
      }
    }),
  }
}
