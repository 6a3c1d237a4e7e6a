import type { Instant } from '../engine/time.ts'
import type { Connection } from './store.ts'
import { isoOf } from './timestamp.ts'

export interface AuditEntry {
  readonly at: Instant
  readonly actor: string
  readonly event: string
  readonly resourceId: string | null
  readonly planId: number | null
  readonly detail: string
}

export async function writeAudit(db: Connection, accountId: number, entries: readonly AuditEntry[]): Promise<void> {
  if (entries.length === 0) return
  await db
    .insertInto('audit')
    .values(
      entries.map(({ at, actor, event, resourceId, planId, detail }) => ({
        account_id: accountId,
        at: isoOf(at),
        actor,
        event,
        resource_id: resourceId,
        plan_id: planId,
        detail,
      })),
    )
    .execute()
}

/** The last entries, newest first; those before a number, to read on. */
export async function findAudit(
  db: Connection,
  accountId: number,
  { before, limit }: { readonly before: number | null; readonly limit: number },
): Promise<(AuditEntry & { readonly auditId: number })[]> {
  return db
    .selectFrom('audit')
    .select(['audit_id as auditId', 'at', 'actor', 'event', 'resource_id as resourceId', 'plan_id as planId', 'detail'])
    .where('account_id', '=', accountId)
    .$if(before !== null, (query) => query.where('audit_id', '<', before!))
    .orderBy('audit_id', 'desc')
    .limit(limit)
    .execute()
}
