import type { Instant } from '../engine/time.ts'
import type { Connection } from './store.ts'
import { isoOf } from './timestamp.ts'

/** The key of a name; `fresh` becomes it where there is none yet. Two processes that ask at once get the same one. */
export async function signingKey(db: Connection, name: string, fresh: string, at: Instant): Promise<string> {
  await db
    .insertInto('signing_key')
    .values({ name, secret: fresh, created_at: isoOf(at) })
    .onConflict((oc) => oc.column('name').doNothing())
    .execute()
  const { secret } = await db
    .selectFrom('signing_key')
    .select('secret')
    .where('name', '=', name)
    .executeTakeFirstOrThrow()
  return secret
}
