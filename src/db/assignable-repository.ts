import { sql } from 'kysely'
import {
  assignmentKey,
  type Assignable,
  type AssignableFact,
  type Instant,
  type ResourceType,
} from '../engine/index.ts'
import type { Connection } from './store.ts'

interface FactRow {
  readonly resource_id: string
  readonly resource_type: ResourceType
  readonly currency: string | null
  readonly known_at: Instant
  readonly name: string
  readonly region: string | null
  readonly source_id: string | null
}

/**
 * Everything that can cost money, as rules of assignment look at it: each resource with the names, regions and sources that
 * it had, by the days of `dayOf`, and the AI models of each wallet.
 */
export async function findAssignables(
  db: Connection,
  accountId: number,
  dayOf: (at: Instant) => string,
): Promise<Assignable[]> {
  const { rows } = await sql<FactRow>`
    with told as (
      select resource_id, known_at, name, region, source_id,
        lag((name, coalesce(region, ''), coalesce(source_id, ''))) over w as before
      from resource_version where account_id = ${accountId}
      window w as (partition by resource_id order by known_at)
    )
    select r.resource_id, r.resource_type, r.currency, coalesce(t.known_at, r.first_seen) as known_at,
      coalesce(t.name, r.name) as name, case when t.name is null then r.region else t.region end as region,
      case when t.name is null then r.source_id else t.source_id end as source_id
    from resource r
    left join told t on t.resource_id = r.resource_id
      and (t.before is null or t.before <> (t.name, coalesce(t.region, ''), coalesce(t.source_id, '')))
    where r.account_id = ${accountId}
    order by r.resource_id collate "C", known_at`.execute(db)
  const models = await db
    .selectFrom('ai_transaction')
    .select(['model', 'currency'])
    .distinct()
    .where('account_id', '=', accountId)
    .orderBy('model')
    .orderBy('currency')
    .execute()
  const resources = Map.groupBy(rows, (row) => row.resource_id)
  return [
    ...[...resources.values()].map((facts) => {
      const { resource_id: resourceId, resource_type: type, currency } = facts[0]!
      return {
        key: assignmentKey(type, resourceId, currency),
        resourceId,
        type,
        currency,
        facts: factsOf(facts, dayOf),
      }
    }),
    ...models.map(({ model, currency }) => ({
      key: assignmentKey('ai_model', model, currency),
      resourceId: model,
      type: 'ai_model' as const,
      currency,
      facts: [{ fromDay: null, name: model, region: null, sourceId: null }],
    })),
  ]
}

/** One fact a day: what was last known on it. */
function factsOf(rows: readonly FactRow[], dayOf: (at: Instant) => string): AssignableFact[] {
  const facts: AssignableFact[] = []
  for (const { known_at, name, region, source_id: sourceId } of rows) {
    const fact = { fromDay: dayOf(known_at), name, region, sourceId }
    if (facts.at(-1)?.fromDay === fact.fromDay) facts[facts.length - 1] = fact
    else facts.push(fact)
  }
  return facts
}
