import { findQuarantine } from '../../db/quarantine-query-repository.ts'
import type { AppContext } from '../context.ts'
import { decodeCursor, encodeCursor } from '../cursor.ts'
import type { QuarantineDto } from '../dto/ingest.ts'
import { toIso } from '../iso.ts'
import { accountOf } from './account.ts'

const PAGE = 200

/** What could not be understood, a page at a time. */
export async function quarantine(
  context: AppContext,
  query: { account?: string | undefined; next?: string | undefined },
): Promise<QuarantineDto> {
  const { accountId } = await accountOf(context, query.account)
  const after = query.next === undefined ? null : decodeCursor(query.next, 2)
  const rows = await findQuarantine(context.store.db, accountId, { after, limit: PAGE + 1 })
  const page = rows.slice(0, PAGE)
  const last = rows.length > PAGE ? page.at(-1)! : null
  return {
    rows: page.map(({ source, reason, payload, firstSeen, lastSeen }) => ({
      source,
      reason,
      payload,
      firstSeen: toIso(firstSeen),
      lastSeen: toIso(lastSeen),
    })),
    next: last && encodeCursor([last.source, last.fingerprint]),
  }
}
