import { assignmentKey, type Assignable } from '../engine/index.ts'
import type { Connection } from './store.ts'

/** Everything that can cost money, as rules of assignment look at it: the resources and the AI models of each wallet. */
export async function findAssignables(db: Connection, accountId: number): Promise<Assignable[]> {
  const resources = await db
    .selectFrom('resource')
    .select(['resource_id', 'resource_type', 'name', 'region', 'currency', 'source_id'])
    .where('account_id', '=', accountId)
    .orderBy('resource_id')
    .execute()
  const models = await db
    .selectFrom('ai_transaction')
    .select(['model', 'currency'])
    .distinct()
    .where('account_id', '=', accountId)
    .orderBy('model')
    .orderBy('currency')
    .execute()
  return [
    ...resources.map(({ resource_id: resourceId, resource_type: type, currency, source_id: sourceId, ...row }) => ({
      key: assignmentKey(type, resourceId, currency),
      resourceId,
      type,
      currency,
      facts: [{ fromDay: null, name: row.name, region: row.region, sourceId }],
    })),
    ...models.map(({ model, currency }) => ({
      key: assignmentKey('ai_model', model, currency),
      resourceId: model,
      type: 'ai_model' as const,
      currency,
      facts: [{ fromDay: null, name: model, region: null, sourceId: null }],
    })),
  ]
}
