import type { ResourceRate } from '../forecast/run-rate.ts'
import type { Currency } from '../money.ts'
import { HOUR_MS, type Instant } from '../time.ts'
import type { Resource } from '../usage/resource.ts'

/** Volumes and snapshots that cost money and seem to serve nobody. */
export interface StorageAdvice {
  readonly kind: 'unattached volume' | 'old snapshots'
  readonly currency: Currency
  /** The oldest first; of volumes always one. */
  readonly resources: readonly { readonly resourceId: string; readonly name: string }[]
  /** The machine or volume that the snapshots were taken of; null for a volume. */
  readonly source: { readonly resourceId: string; readonly name: string } | null
  readonly region: string | null
  /** What all of them cost. */
  readonly perHourPicos: bigint
}

/** What was made within a week may be about to be used. */
const NEW_MS = 7 * 24 * HOUR_MS
/** Of each source the newest snapshots are what backups are for. */
const KEPT_SNAPSHOTS = 2

/**
 * Volumes that are attached to nothing, where Barrack tells attachments at all, and snapshots of which the same source has
 * two newer ones; nothing younger than a week. A snapshot of a source that is gone may be all that is left of it, and is
 * left alone.
 *
 * Example: four weekly snapshots of one machine at 0.15 an hour: the two older ones, 0.30 an hour.
 */
export function storageAdvice(
  rates: readonly ResourceRate[],
  resources: readonly Resource[],
  asOf: Instant,
): StorageAdvice[] {
  const known = new Map(resources.map((resource) => [resource.resourceId, resource]))
  const stored = rates.flatMap((rate) => {
    const resource = known.get(rate.resourceId)
    return resource && rate.perHourPicos !== null && rate.perHourPicos > 0n
      ? [{ resource, rate, perHourPicos: rate.perHourPicos, madeAt: rate.openRecord?.startsAt ?? resource.firstSeenAt }]
      : []
  })
  const old = stored.filter(({ madeAt }) => asOf - madeAt >= NEW_MS)
  const isThere = (sourceId: string | null) => sourceId !== null && known.get(sourceId)?.deletedSeenAt === null
  const tellsAttachment = resources.some(({ type, sourceId }) => type === 'volume' && sourceId !== null)

  const volumes = tellsAttachment
    ? old.filter(({ resource }) => resource.type === 'volume' && !isThere(resource.sourceId))
    : []
  const snapshots = stored.filter(({ resource }) => resource.type === 'snapshot' && isThere(resource.sourceId))
  const bySource = Map.groupBy(snapshots, ({ resource, rate }) => `${resource.sourceId} ${rate.currency}`)
  return [
    ...volumes.map((volume): StorageAdvice => adviceOn('unattached volume', [volume], null)),
    ...[...bySource.values()].flatMap((own) => {
      const older = own.sort((a, b) => a.madeAt - b.madeAt).slice(0, -KEPT_SNAPSHOTS)
      const advised = older.filter(({ madeAt }) => asOf - madeAt >= NEW_MS)
      return advised.length === 0 ? [] : [adviceOn('old snapshots', advised, known.get(own[0]!.resource.sourceId!)!)]
    }),
  ]
}

interface Stored {
  readonly resource: Resource
  readonly rate: ResourceRate
  readonly perHourPicos: bigint
}

function adviceOn(kind: StorageAdvice['kind'], stored: readonly Stored[], source: Resource | null): StorageAdvice {
  return {
    kind,
    currency: stored[0]!.rate.currency,
    resources: stored.map(({ resource: { resourceId, name } }) => ({ resourceId, name })),
    source: source && { resourceId: source.resourceId, name: source.name },
    region: stored[0]!.resource.region,
    perHourPicos: stored.reduce((sum, { perHourPicos }) => sum + perHourPicos, 0n),
  }
}
