import type { Account } from '../../db/account-repository.ts'
import {
  findDirectAssignments,
  markAssignmentsChanged,
  replaceDirectAssignments,
} from '../../db/assignment-repository.ts'
import { findResources } from '../../db/resource-repository.ts'
import { aroundNewWord, formatPicos, spanOn, type Day, type DirectAssignment } from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import type { AssignBody, AssignmentsDto } from '../dto/assignments.ts'
import { invalidParameter } from '../problem.ts'
import { accountOf } from './account.ts'
import { assignedOf } from './assigned.ts'
import { billedByResource, recentDays, toAssignable, toPartDtos, toParts } from './assignment-parts.ts'
import { viaText } from './assignment-words.ts'
import { requireFirstIngest } from './first-ingest.ts'
import { valuesIn } from './party-values.ts'

export interface AssignmentsQuery {
  readonly account?: string | undefined
  readonly day?: Day | undefined
}

/** Whose each resource is on a day (today unless told), with what was billed for it of late. */
export async function assignments(context: AppContext, query: AssignmentsQuery): Promise<AssignmentsDto> {
  const { account } = await requireFirstIngest(context, query.account)
  const assigned = await assignedOf(context.store, account)
  const { today, from, to } = recentDays(context, account)
  const day = query.day ?? today
  const [resources, billed] = await Promise.all([
    findResources(context.store.db, account.accountId),
    billedByResource(context, account, { from, to }),
  ])
  const known = new Map(resources.map((resource) => [resource.resourceId, resource]))
  const names = new Map(resources.map(({ resourceId, name }) => [resourceId, name]))
  const positions = new Map(assigned.rules.map(({ ruleId }, i) => [ruleId, i + 1]))
  const billedOf = new Map<string, bigint>()
  for (const { resourceId, currency, billedPicos } of billed) {
    // An AI model is a row of each wallet; what else has a wallet of its own.
    const key = known.has(resourceId) ? resourceId : `${resourceId} ${currency}`
    billedOf.set(key, (billedOf.get(key) ?? 0n) + billedPicos)
  }
  return {
    day,
    from,
    to,
    rows: assigned.resources.map((resource) => {
      const {
        gpuModel = null,
        gpuCount = null,
        status = null,
        deletedSeenAt = null,
      } = known.get(resource.resourceId) ?? {}
      const { parts, via } = spanOn(assigned.assignments.get(resource.key)!, day)
      return {
        ...toAssignable(resource),
        gpuModel,
        gpuCount,
        status,
        isGone: deletedSeenAt !== null,
        parts: toPartDtos(parts),
        via: viaText(via, positions, names),
        billed: formatPicos(billedOf.get(resource.key) ?? 0n),
      }
    }),
    values: valuesIn(assigned),
  }
}

/** Says by hand whose some resources are from a day on, or takes back what was said. */
export async function putAssignments(context: AppContext, body: AssignBody, query: { account?: string | undefined }) {
  const account = await accountOf(context, query.account)
  const { resources } = await assignedOf(context.store, account)
  const known = new Set(resources.map(({ resourceId }) => resourceId))
  const unknown = body.resourceIds.find((resourceId) => !known.has(resourceId))
  if (unknown !== undefined) throw invalidParameter('resourceIds', `there is no resource ${unknown}`)
  const resourceIds = [...new Set(body.resourceIds)]
  const bounds = { fromDay: body.from, toDay: body.to }
  const parts = body.parts === null ? null : toParts(body.parts)
  await saveWords(
    context,
    account,
    resourceIds.map((resourceId) => ({ resourceId, ...bounds, parts, source: 'hand' as const })),
  )
  return { resources: resourceIds.length }
}

/** A word on one resource; no parts take back what was said of those days. */
export interface Word extends Omit<DirectAssignment, 'parts'> {
  readonly parts: DirectAssignment['parts'] | null
}

/** Lays words over those that stand, one after another, as one change. */
export async function saveWords({ store, clock }: AppContext, { accountId }: Account, words: readonly Word[]) {
  const resourceIds = [...new Set(words.map(({ resourceId }) => resourceId))]
  await store.db.transaction().execute(async (tx) => {
    const standing = Map.groupBy(
      await findDirectAssignments(tx, accountId, resourceIds),
      ({ resourceId }) => resourceId,
    )
    for (const { parts, ...word } of words) {
      const around = aroundNewWord(standing.get(word.resourceId) ?? [], word)
      standing.set(word.resourceId, parts === null ? around : [...around, { ...word, parts }])
    }
    await replaceDirectAssignments(tx, accountId, resourceIds, [...standing.values()].flat(), clock())
    await markAssignmentsChanged(tx, [accountId], clock())
  })
}
