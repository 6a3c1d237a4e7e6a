import type { StoredResource, TypedFacts } from '../../db/resource-repository.ts'
import type { JsonObject } from '../../db/schema/column.ts'
import { TYPED_FACTS, type BillingRecord, type Instant, type StatusChange } from '../../engine/index.ts'
import type { ObservedResource } from '../normalize/resource.ts'

/** A resource to be written; `before` is what was known of it. */
export interface ResourceChange {
  readonly before: StoredResource | null
  readonly after: StoredResource & { readonly raw?: JsonObject | undefined }
}

export interface ResourceChanges {
  readonly inserted: ResourceChange[]
  readonly updated: ResourceChange[]
  readonly unchanged: number
  readonly statuses: StatusChange[]
}

const NOTHING_KNOWN = {
  region: null,
  tier: null,
  currency: null,
  gpuModel: null,
  gpuCount: null,
  sizeGb: null,
  volumeType: null,
  sourceId: null,
  status: null,
  pricePerHourPicos: null,
  publicIp: null,
  createdAt: null,
  typed: {},
}

/** Compares what a list says with what is known: what it does not tell is kept, a status counts where it changed. */
export function reconcileResources(
  known: ReadonlyMap<string, StoredResource>,
  observed: readonly ObservedResource[],
  at: Instant,
): ResourceChanges {
  const inserted: ResourceChange[] = []
  const updated: ResourceChange[] = []
  const statuses: StatusChange[] = []
  let unchanged = 0
  for (const row of observed) {
    const before = known.get(row.resourceId) ?? null
    const after = merge(before, row, at)
    if (after.status !== null && after.status !== before?.status)
      statuses.push({ resourceId: row.resourceId, observedAt: at, status: after.status })
    const change = { before, after: { ...after, raw: row.raw } }
    if (before === null) inserted.push(change)
    else if (differs(before, after)) updated.push(change)
    else unchanged++
  }
  return { inserted, updated, unchanged, statuses }
}

function merge(before: StoredResource | null, row: ObservedResource, at: Instant): StoredResource {
  const known = before ?? NOTHING_KNOWN
  return {
    resourceId: row.resourceId,
    type: before?.type ?? row.type,
    name: row.name ?? before?.name ?? row.resourceId,
    region: row.region ?? known.region,
    tier: row.tier ?? known.tier,
    currency: row.currency ?? known.currency,
    gpuModel: row.gpuModel ?? known.gpuModel,
    gpuCount: row.gpuCount ?? known.gpuCount,
    sizeGb: row.sizeGb ?? known.sizeGb,
    volumeType: row.volumeType ?? known.volumeType,
    sourceId: row.sourceId === undefined ? known.sourceId : row.sourceId,
    status: row.status ?? known.status,
    pricePerHourPicos: row.pricePerHourPicos ?? known.pricePerHourPicos,
    publicIp: row.publicIp === undefined ? known.publicIp : row.publicIp,
    createdAt: row.createdAt ?? known.createdAt,
    firstSeenAt: before?.firstSeenAt ?? at,
    lastSeenAt: at,
    deletedSeenAt: null,
    typed: withoutTold(known.typed, row),
  }
}

/** What a list tells goes before what was typed. */
function withoutTold(typed: TypedFacts, row: ObservedResource): TypedFacts {
  const left = TYPED_FACTS.filter((fact) => typed[fact] !== undefined && row[fact] === null)
  return left.length === Object.keys(typed).length ? typed : Object.fromEntries(left.map((fact) => [fact, typed[fact]]))
}

/** Whether anything but the moment of the last sight differs. */
function differs(before: StoredResource, after: StoredResource): boolean {
  return (Object.keys(after) as (keyof StoredResource)[]).some(
    (field) => field !== 'lastSeenAt' && before[field] !== after[field],
  )
}

/**
 * Resources that only their bills tell of, and what bills tell of resources whose list left it out. What is known is
 * never replaced: a list speaks of the resource, a bill of what was billed. `goneSince` is when the list of that kind
 * was last read to its end without a resource that it does not hold.
 */
export function resourcesOfRecords(
  known: ReadonlyMap<string, StoredResource>,
  records: readonly BillingRecord[],
  at: Instant,
  goneSince: Instant | null,
): ResourceChange[] {
  const changes = new Map<string, ResourceChange>()
  for (const record of records) {
    const before = known.get(record.resourceId) ?? null
    const current = changes.get(record.resourceId)?.after ?? before
    const after: StoredResource = {
      ...(current ?? NOTHING_KNOWN),
      resourceId: record.resourceId,
      type: current?.type ?? record.kind,
      name: current?.name ?? record.resourceName,
      region: current?.region ?? null,
      tier: current?.tier ?? record.tier,
      currency: current?.currency ?? record.currency,
      gpuModel: current?.gpuModel ?? record.gpuModel,
      gpuCount: current?.gpuCount ?? record.gpuCount,
      sizeGb: current?.sizeGb ?? record.sizeGb,
      firstSeenAt: current?.firstSeenAt ?? at,
      lastSeenAt: current?.lastSeenAt ?? at,
      // One that still runs may have been made after the list was read.
      deletedSeenAt: before !== null ? before.deletedSeenAt : record.endsAt === null ? null : goneSince,
    }
    if (current === null || differs(current, after)) changes.set(record.resourceId, { before, after })
  }
  return [...changes.values()]
}
