import type { ListName, ImageRow, InstanceRow, SnapshotRow, VolumeRow } from '../../barrack/contract/index.ts'
import type { Page } from '../../barrack/client.ts'
import { findCursor } from '../../db/cursor-repository.ts'
import { findResources, markDeleted } from '../../db/resource-repository.ts'
import type { JsonObject } from '../../db/schema/column.ts'
import type { ResourceType } from '../../engine/index.ts'
import { applyResources } from '../apply-resources.ts'
import { countsOf } from '../ingest-report.ts'
import { listedAs } from '../normalize/machine-details.ts'
import {
  normalizeHibernated,
  normalizeImage,
  normalizeInstance,
  normalizeSnapshot,
  normalizeVolume,
  type ObservedResource,
} from '../normalize/resource.ts'
import { readDetails } from '../read-details.ts'
import { reconcileResources } from '../reconcile/resources.ts'
import { quarantine } from '../set-aside.ts'
import type { Batch, IngestContext, Source, SourceEnd } from '../source.ts'

export const instances: Source = {
  name: 'instances',
  optional: false,
  read: readMachines,
}

/** The list, and then what the machines themselves tell that are new or changed. */
async function* readMachines(context: IngestContext): AsyncGenerator<Batch, SourceEnd> {
  const before = await findCursor(context.store.db, context.account.accountId, 'instances')
  const listed = new Map<string, string>()
  const list = yield* readResources<InstanceRow>(
    context,
    'instances',
    'instance',
    (row, raw) => {
      listed.set(row.id, listedAs(row))
      return normalizeInstance(row, raw)
    },
    (signal) => context.client.pages('instances', signal),
  )
  const { cursor, note } = yield* readDetails(context, listed, before?.cursor ?? {})
  return {
    note,
    async finish(tx, previousReadAt) {
      await list.finish?.(tx, previousReadAt)
      return cursor
    },
  }
}

export const volumes: Source = {
  name: 'volumes',
  optional: true,
  read: (context) =>
    readResources<VolumeRow>(context, 'volumes', 'volume', normalizeVolume, (signal) =>
      context.client.pages('volumes', signal),
    ),
}

export const snapshots: Source = {
  name: 'snapshots',
  optional: true,
  read: (context) =>
    readResources<SnapshotRow>(context, 'snapshots', 'snapshot', normalizeSnapshot, (signal) =>
      context.client.pages('snapshots', signal),
    ),
}

export const images: Source = {
  name: 'images',
  optional: true,
  read: (context) =>
    readResources<ImageRow>(context, 'images', 'image', normalizeImage, (signal) =>
      context.client.pages('images', signal),
    ),
}

/** Reads a list of resources; what a list that was read to its end no longer holds is gone. */
async function* readResources<Row>(
  context: IngestContext,
  source: Extract<ListName, Source['name']>,
  type: ResourceType,
  normalize: (row: Row, raw: JsonObject) => ObservedResource,
  pages: (signal: AbortSignal | undefined) => AsyncIterable<Page<Row>>,
): AsyncGenerator<Batch, SourceEnd> {
  const { accountId } = context.account
  const startedAt = context.clock()
  const listed: string[] = []
  let doubtful = false
  for await (const page of pages(context.signal)) {
    const readAt = context.clock()
    const observed = page.rows.map(({ value, raw }) => normalize(value, raw))
    for (const { resourceId } of observed) listed.push(resourceId)
    doubtful ||= page.refused.length > 0
    yield {
      total: page.total,
      async apply(tx) {
        const ids = observed.map(({ resourceId }) => resourceId)
        const known = new Map((await findResources(tx, accountId, { ids })).map((row) => [row.resourceId, row]))
        const { inserted, updated, unchanged, statuses } = reconcileResources(known, observed, readAt)
        await applyResources(tx, context, [...inserted, ...updated], statuses, readAt)
        return countsOf({
          inserted: inserted.length,
          updated: updated.length,
          unchanged,
          quarantined: await quarantine(tx, accountId, source, page.refused, readAt),
        })
      },
    }
  }
  return {
    async finish(tx, previousReadAt) {
      // A row that could not be understood may be any of those that seem to be missing.
      if (!doubtful) await markDeleted(tx, accountId, type, listed, { previousReadAt, at: startedAt })
      return undefined
    },
  }
}

/** Tells of machines that the list of instances leaves out or says nothing about; that list is the one to be believed. */
export const hibernated: Source = {
  name: 'hibernated',
  optional: true,
  async *read(context) {
    const { accountId } = context.account
    for await (const page of context.client.pages('hibernated', context.signal)) {
      const readAt = context.clock()
      const observed = page.rows.map(({ value }) => normalizeHibernated(value))
      yield {
        async apply(tx) {
          const ids = observed.map(({ resourceId }) => resourceId)
          const known = new Map((await findResources(tx, accountId, { ids })).map((row) => [row.resourceId, row]))
          const news = observed.filter(({ resourceId }) => (known.get(resourceId)?.status ?? null) === null)
          const { inserted, updated, unchanged, statuses } = reconcileResources(known, news, readAt)
          await applyResources(tx, context, [...inserted, ...updated], statuses, readAt)
          return countsOf({
            inserted: inserted.length,
            updated: updated.length,
            unchanged: unchanged + observed.length - news.length,
            quarantined: await quarantine(tx, accountId, 'hibernated', page.refused, readAt),
          })
        },
      }
    }
    return {}
  },
}
