import { isDeepStrictEqual } from 'node:util'
import type { Page } from '../../barrack/client.ts'
import type { GpuSpecRow, RegionRow as RegionAnswer } from '../../barrack/contract/index.ts'
import { findGpuSpecs, upsertGpuSpecs, type GpuSpec } from '../../db/gpu-spec-repository.ts'
import { findRegionRows, upsertRegions, type RegionRow } from '../../db/region-repository.ts'
import type { JsonObject } from '../../db/schema/column.ts'
import type { Connection } from '../../db/store.ts'
import type { Instant } from '../../engine/index.ts'
import { countsOf, type Counts, type SourceName } from '../ingest-report.ts'
import { quarantine } from '../set-aside.ts'
import type { Source } from '../source.ts'

/** The regions of the cloud, with the colour of their power. */
export const regions: Source = {
  name: 'regions',
  optional: true,
  async *read({ client, account: { accountId }, clock, signal }) {
    for await (const page of client.pages('regions', signal)) {
      const readAt = clock()
      yield {
        apply: (tx) =>
          applyCatalog(tx, accountId, 'regions', page, readAt, {
            normalize: regionOf,
            keyOf: ({ region }) => region,
            find: findRegionRows,
            upsert: upsertRegions,
          }),
      }
    }
    return {}
  },
}

/** The machines that can be had. */
export const gpuSpecs: Source = {
  name: 'gpu-specs',
  optional: true,
  async *read({ client, account: { accountId }, clock, signal }) {
    for await (const page of client.pages('gpu-specs', signal)) {
      const readAt = clock()
      yield {
        apply: (tx) =>
          applyCatalog(tx, accountId, 'gpu-specs', page, readAt, {
            normalize: specOf,
            keyOf: ({ gpuModel, tier, gpuCount }) => `${tier} ${gpuModel} ${gpuCount}`,
            find: findGpuSpecs,
            upsert: upsertGpuSpecs,
          }),
      }
    }
    return {}
  },
}

interface Catalog<Answer, Entry> {
  normalize: (answer: Answer) => Entry
  keyOf: (entry: Entry) => string
  find: (tx: Connection, accountId: number) => Promise<Entry[]>
  upsert: (tx: Connection, accountId: number, rows: (Entry & { raw: JsonObject })[], at: Instant) => Promise<void>
}

async function applyCatalog<Answer, Entry>(
  tx: Connection,
  accountId: number,
  source: SourceName,
  page: Page<Answer>,
  readAt: Instant,
  { normalize, keyOf, find, upsert }: Catalog<Answer, Entry>,
): Promise<Counts> {
  const known = new Map((await find(tx, accountId)).map((entry) => [keyOf(entry), entry]))
  const entries = page.rows.map(({ value, raw }) => ({ entry: normalize(value), raw }))
  const fresh = entries.filter(({ entry }) => !known.has(keyOf(entry)))
  const changed = entries.filter(({ entry }) => {
    const before = known.get(keyOf(entry))
    return before !== undefined && !isDeepStrictEqual({ ...before }, { ...entry })
  })
  await upsert(
    tx,
    accountId,
    [...fresh, ...changed].map(({ entry, raw }) => ({ ...entry, raw })),
    readAt,
  )
  return countsOf({
    inserted: fresh.length,
    updated: changed.length,
    unchanged: entries.length - fresh.length - changed.length,
    quarantined: await quarantine(tx, accountId, source, page.refused, readAt),
  })
}

function regionOf({ name, country, green_status: status, tiers }: RegionAnswer): RegionRow {
  return { region: name, country, status, tiers }
}

function specOf(row: GpuSpecRow): GpuSpec {
  return {
    gpuModel: row.gpu_model,
    tier: row.tier,
    gpuCount: row.gpu_count,
    vcpus: row.vcpus,
    ramGb: row.ram_gb,
    rootDiskGb: row.root_disk_gb,
    ephemeralGb: row.ephemeral_gb,
    vramGb: row.vram_gb,
    canHibernate: row.can_hibernate,
    regions: row.regions,
  }
}
