import { findCursor, saveCursor } from '../db/cursor-repository.ts'
import { upsertResources, type StoredResource, type TypedFacts } from '../db/resource-repository.ts'
import type { Connection } from '../db/store.ts'
import { isoOf } from '../db/timestamp.ts'
import { TYPED_FACTS, type Instant, type TypedFact } from '../engine/index.ts'
import { applyCharges } from './apply-charges.ts'
import type { RatingContext } from './rating-context.ts'
import { subjectsOfChanged } from './rerate-resources.ts'

/** What a person says of a resource; null takes back what was typed, undefined leaves it. */
export type SaidFacts = Readonly<Partial<Record<TypedFact, string | null>>>

export interface Word {
  readonly resource: StoredResource
  readonly said: SaidFacts
  readonly by: string
}

/** A resource with what was said of it, marked by whom and when; facts that Barrack tells must not be among them. */
export function withSaid({ resource, said, by }: Word, at: Instant): StoredResource {
  const facts = TYPED_FACTS.filter((fact) => said[fact] !== undefined)
  const values = Object.fromEntries(facts.map((fact) => [fact, said[fact]]))
  const typed: TypedFacts = Object.fromEntries(
    TYPED_FACTS.flatMap((fact) => {
      const mark = said[fact] === undefined ? resource.typed[fact] : said[fact] === null ? null : { by, at: isoOf(at) }
      return mark ? [[fact, mark]] : []
    }),
  )
  return { ...resource, ...values, typed }
}

/**
 * Writes typed facts, and rates the records that rest on them anew: what is billed stays, what is expected may become
 * known. For a caller that holds the account (account-lock.ts), in a transaction.
 */
export async function typeFacts(
  tx: Connection,
  context: RatingContext,
  words: readonly Word[],
  at: Instant,
): Promise<void> {
  const { accountId } = context.account
  const changes = words.map((word) => ({ before: word.resource, after: withSaid(word, at) }))
  await upsertResources(
    tx,
    accountId,
    changes.map(({ after }) => after),
    at,
  )
  await applyCharges(tx, context, await subjectsOfChanged(tx, accountId, changes))
  // Moves the version of the data, so that nothing kept is shown.
  const revision = Number((await findCursor(tx, accountId, CURSOR))?.cursor.revision ?? 0) + 1
  await saveCursor(tx, accountId, CURSOR, { readAt: at, cursor: { revision } })
}

const CURSOR = 'typed-facts'
