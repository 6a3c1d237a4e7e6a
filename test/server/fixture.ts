import { sql } from 'kysely'
import { saveCursor } from '../../src/db/cursor-repository.ts'
import { accountAccess } from '../../src/commands/account-access.ts'
import { billsImporter } from '../../src/commands/import-bills.ts'
import { createKeyRing } from '../../src/commands/key-ring.ts'
import { setUpOf } from '../../src/commands/set-up.ts'
import { readingsOf } from '../../src/commands/readings-of.ts'
import { readConfig } from '../../src/config.ts'
import { ensureMonths } from '../../src/db/partition-repository.ts'
import type { Store } from '../../src/db/store.ts'
import { isoOf, isoOrNull } from '../../src/db/timestamp.ts'
import {
  calendarOf,
  defaultRules,
  formatPicos,
  parsePicos,
  priceBook,
  rateRecord,
  type BillingRecord,
  type Instant,
  type PriceVersion,
  type Resource,
  type StatusChange,
} from '../../src/engine/index.ts'
import type { AppContext } from '../../src/server/context.ts'
import { NO_SETTINGS } from '../../src/server/notify/settings.ts'

/** The moment that the tests stand at, and the zone of the account: clocks go forward on 29 March. */
export const NOW = Date.UTC(2026, 3 /* Apr */, 10, 12)
export const ZONE = 'Europe/Oslo'

const at = (text: string): Instant => Date.parse(text)

const machine = (resourceId: string, name: string, of: Partial<Resource>): Resource => ({
  resourceId,
  type: 'instance',
  name,
  region: null,
  tier: 'legacy',
  currency: 'USD',
  gpuModel: 'RTX-A6000',
  gpuCount: 1,
  sizeGb: null,
  volumeType: null,
  sourceId: null,
  status: 'ACTIVE',
  pricePerHourPicos: null,
  createdAt: at('2026-03-28T20:00:00Z'),
  firstSeenAt: at('2026-03-29T05:00:00Z'),
  lastSeenAt: NOW,
  deletedSeenAt: null,
  ...of,
})

export const resources: readonly Resource[] = [
  machine('i-1', 'train-7', { region: 'CANADA-1', gpuCount: 2, status: 'HIBERNATED' }),
  machine('i-2', '=SUM("A1")', {
    tier: 'advanced',
    gpuModel: 'H100',
    gpuCount: 8,
    currency: 'EUR',
    pricePerHourPicos: parsePicos('20'),
  }),
  machine('v-1', 'data, main', {
    type: 'volume',
    region: 'NORWAY-1',
    gpuModel: null,
    gpuCount: null,
    sizeGb: 500,
    volumeType: 'SSD',
    status: 'available',
  }),
]

export const statuses: readonly StatusChange[] = [
  { resourceId: 'i-1', observedAt: at('2026-03-29T05:00:00Z'), status: 'ACTIVE' },
  { resourceId: 'i-1', observedAt: at('2026-03-29T16:00:00Z'), status: 'SHUTOFF' },
  { resourceId: 'i-1', observedAt: at('2026-03-29T23:00:00Z'), status: 'HIBERNATED' },
  { resourceId: 'i-2', observedAt: at('2026-04-08T11:00:00Z'), status: 'ACTIVE' },
]

const record = (recordId: string, resourceId: string, of: Partial<BillingRecord>): BillingRecord => ({
  recordId,
  kind: 'instance',
  resourceId,
  resourceName: resourceId,
  startsAt: 0,
  endsAt: null,
  minutes: 0,
  perMinutePicos: null,
  totalPicos: 0n,
  currency: 'USD',
  status: 'active',
  tier: 'legacy',
  gpuModel: 'RTX-A6000',
  gpuCount: 2,
  sizeGb: null,
  ...of,
})

const minutes = (from: string, to: string) => (at(to) - at(from)) / 60_000

/** With the moments at which a record was first seen, last changed and last read. */
export interface SeenRecord {
  readonly record: BillingRecord
  readonly firstSeenAt: Instant
  readonly changedAt: Instant
  readonly lastSeenAt: Instant
  /** Values that it had before. */
  readonly versions: readonly { seenAt: Instant; endsAt: Instant | null; minutes: number; totalPicos: bigint }[]
}

export const records: readonly SeenRecord[] = [
  {
    record: record('r-1', 'i-1', {
      startsAt: at('2026-03-28T20:00:00Z'),
      endsAt: at('2026-03-29T22:30:00Z'),
      minutes: minutes('2026-03-28T20:00:00Z', '2026-03-29T22:30:00Z'),
      totalPicos: parsePicos('26.500000000001'),
      status: 'completed',
    }),
    firstSeenAt: at('2026-03-29T05:00:00Z'),
    changedAt: at('2026-03-30T05:00:00Z'),
    lastSeenAt: NOW,
    versions: [{ seenAt: at('2026-03-29T05:00:00Z'), endsAt: null, minutes: 540, totalPicos: parsePicos('9') }],
  },
  {
    // Closed with 0.10, read so after the day had ended, and corrected four days later.
    record: record('r-2', 'i-1', {
      startsAt: at('2026-03-29T22:30:00Z'),
      endsAt: at('2026-03-30T06:30:00Z'),
      minutes: 480,
      totalPicos: parsePicos('0.08'),
      // As a restored machine leaves it: what it was is in its rate alone.
      status: 'completed',
    }),
    firstSeenAt: at('2026-03-30T05:00:00Z'),
    changedAt: at('2026-04-04T05:00:00Z'),
    lastSeenAt: NOW,
    versions: [
      {
        seenAt: at('2026-03-31T05:00:00Z'),
        endsAt: at('2026-03-30T06:30:00Z'),
        minutes: 480,
        totalPicos: parsePicos('0.1'),
      },
    ],
  },
  {
    record: record('r-3', 'i-2', {
      startsAt: at('2026-04-08T10:00:00Z'),
      minutes: 3000,
      totalPicos: parsePicos('1000'),
      perMinutePicos: parsePicos('0.3333'),
      currency: 'EUR',
      tier: 'advanced',
      gpuModel: 'H100',
      gpuCount: 8,
    }),
    firstSeenAt: at('2026-04-09T05:00:00Z'),
    changedAt: NOW,
    lastSeenAt: NOW,
    versions: [],
  },
  {
    record: record('r-4', 'v-1', {
      kind: 'volume',
      startsAt: at('2026-04-08T22:00:00Z'),
      minutes: 2280,
      totalPicos: parsePicos('1.9'),
      status: 'available',
      gpuModel: null,
      gpuCount: null,
      sizeGb: 500,
    }),
    firstSeenAt: at('2026-04-09T05:00:00Z'),
    changedAt: NOW,
    lastSeenAt: NOW,
    versions: [],
  },
]

/** The GPU price is known from the start of 29 March in Oslo on. */
export const prices: readonly PriceVersion[] = [
  price('gpu/legacy/RTX-A6000', 'USD', '0.5', 'gpu_hour', '2026-03-28T23:00:00Z'),
  price('gpu/advanced/H100', 'EUR', '2.5', 'gpu_hour', '2026-03-28T23:00:00Z'),
  price('hibernated', 'USD', '0.01', 'machine_hour', '2025-06-19T00:00:00Z'),
]

function price(sku: string, currency: string, amount: string, unit: PriceVersion['unit'], from: string): PriceVersion {
  return { sku, currency, pricePicos: parsePicos(amount), unit, validFrom: at(from), validTo: null, source: 'observed' }
}

/** Daily readings at 05:00Z and one now. */
const READINGS = [...Array.from({ length: 13 }, (_, i) => at('2026-03-29T05:00:00Z') + i * 86_400_000), NOW]

/** Fills an empty store with the account, as an ingest would have left it. */
export async function fill(store: Store): Promise<void> {
  const { db } = store
  await ensureMonths(store, 'charge_day', '2026-03-01', '2026-04-30')
  await ensureMonths(store, 'billing_record_version', at('2026-03-01T00:00:00Z'), NOW)
  await db
    .insertInto('account')
    .values({ slug: 'lab', name: 'The lab', kind: 'real', zone: ZONE, created_at: isoOf(READINGS[0]!) })
    .execute()
  const ids = { account_id: 1 }
  for (const [i, readAt] of READINGS.entries()) await addRun(store, i + 1, readAt)
  await db
    .insertInto('source_cursor')
    .values(SOURCES.map((source) => ({ ...ids, source, read_at: isoOf(NOW) })))
    .execute()
  await db.insertInto('resource').values(resources.map(toResourceRow)).execute()
  await db
    .insertInto('resource_status')
    .values(
      statuses.map((s) => ({ ...ids, resource_id: s.resourceId, observed_at: isoOf(s.observedAt), status: s.status })),
    )
    .execute()
  await db.insertInto('price_version').values(prices.map(toPriceRow)).execute()
  for (const [currency, balance] of [
    ['USD', '812.4'],
    ['EUR', '600'],
    ['INR', '0'],
  ] as const) {
    await db
      .insertInto('balance_observation')
      .values({ ...ids, currency, observed_at: isoOf(NOW), balance })
      .execute()
  }
  for (const seen of records) await addRecord(store, seen)
}

const SOURCES = ['balance', 'instances', 'instance-billing', 'volume-billing', 'snapshot-billing']

async function addRun({ db }: Store, runId: number, readAt: Instant): Promise<void> {
  const ids = { account_id: 1 }
  await db
    .insertInto('ingest_run')
    .values({ ...ids, started_at: isoOf(readAt), finished_at: isoOf(readAt), status: 'ok', requests: 5 })
    .execute()
  await db
    .insertInto('ingest_source')
    .values(
      SOURCES.map((source) => ({
        ...ids,
        run_id: runId,
        source,
        fetched: 1,
        inserted: 0,
        updated: 0,
        unchanged: 1,
        quarantined: 0,
        error: null,
        finished_at: isoOf(readAt),
      })),
    )
    .execute()
}

/** One record with its versions and its day charges, rated by the engine. */
export async function addRecord({ db }: Store, seen: SeenRecord): Promise<void> {
  const { record: value } = seen
  const shared = {
    account_id: 1,
    record_id: value.recordId,
    per_minute_rate: value.perMinutePicos === null ? null : formatPicos(value.perMinutePicos),
    status: value.status,
    kind: value.kind,
    resource_id: value.resourceId,
    resource_name: value.resourceName,
    starts_at: isoOf(value.startsAt),
    currency: value.currency,
    tier: value.tier,
    gpu_model: value.gpuModel,
    gpu_count: value.gpuCount,
    size_gb: value.sizeGb,
  }
  await db
    .insertInto('billing_record')
    .values({
      ...shared,
      ends_at: isoOrNull(value.endsAt),
      minutes: value.minutes,
      total_cost: formatPicos(value.totalPicos),
      fingerprint: value.recordId,
      first_seen: isoOf(seen.firstSeenAt),
      changed_at: isoOf(seen.changedAt),
      last_seen: isoOf(seen.lastSeenAt),
    })
    .execute()
  for (const version of [...seen.versions, { ...value, seenAt: seen.changedAt }]) {
    await db
      .insertInto('billing_record_version')
      .values({
        ...shared,
        seen_at: isoOf(version.seenAt),
        known_at: isoOf(version.seenAt),
        raw: '{}',
        ends_at: isoOrNull(version.endsAt),
        minutes: version.minutes,
        total_cost: formatPicos(version.totalPicos),
      })
      .execute()
  }
  const days = rateRecord({
    record: value,
    resource: resources.find(({ resourceId }) => resourceId === value.resourceId) ?? null,
    statuses: statuses.filter(({ resourceId }) => resourceId === value.resourceId),
    prices: priceBook(prices),
    calendar: calendarOf(ZONE),
    rules: defaultRules,
    readAt: NOW,
  })
  await db
    .insertInto('charge_day')
    .values(
      days.map((charge) => ({
        account_id: 1,
        day: charge.day,
        record_id: charge.recordId,
        state: charge.state,
        sku: charge.sku,
        resource_id: charge.resourceId,
        resource_type: charge.resourceType,
        currency: charge.currency,
        tier: charge.tier,
        gpu_model: charge.gpuModel,
        gpu_count: charge.gpuCount,
        quantity: formatPicos(charge.quantityPicos),
        unit: charge.unit,
        seconds: charge.seconds,
        billed: formatPicos(charge.billedPicos),
        expected: charge.expectedPicos === null ? null : formatPicos(charge.expectedPicos),
      })),
    )
    .execute()
}

const toResourceRow = (of: Resource) => ({
  account_id: 1,
  resource_id: of.resourceId,
  resource_type: of.type,
  name: of.name,
  region: of.region,
  tier: of.tier,
  currency: of.currency,
  gpu_model: of.gpuModel,
  gpu_count: of.gpuCount,
  size_gb: of.sizeGb,
  volume_type: of.volumeType,
  source_id: of.sourceId,
  status: of.status,
  price_per_hour: of.pricePerHourPicos === null ? null : formatPicos(of.pricePerHourPicos),
  public_ip: null,
  created_at: isoOrNull(of.createdAt),
  first_seen: isoOf(of.firstSeenAt),
  last_seen: isoOf(of.lastSeenAt),
  deleted_seen: isoOrNull(of.deletedSeenAt),
})

const toPriceRow = (of: PriceVersion) => ({
  account_id: 1,
  sku: of.sku,
  currency: of.currency,
  valid_from: isoOf(of.validFrom),
  valid_to: isoOrNull(of.validTo),
  price: formatPicos(of.pricePicos),
  unit: of.unit,
  max_count: null,
  source: of.source,
  first_seen: isoOf(of.validFrom),
  last_seen: isoOf(NOW),
})

/** As a reading of a bill at a moment leaves it that was put right: another total over the same days. */
export async function restate({ db }: Store, recordId: string, factor: string, at: Instant): Promise<void> {
  await sql`update charge_day set billed = round(billed * ${factor}::numeric, 12) where record_id = ${recordId}`.execute(
    db,
  )
  await sql`update billing_record set changed_at = ${isoOf(at)}::timestamptz,
    total_cost = (select sum(billed) from charge_day where record_id = ${recordId}) where record_id = ${recordId}`.execute(
    db,
  )
  await saveCursor(db, 1, 'instance-billing', { readAt: at, cursor: { at } })
}

const SETTINGS = readConfig(
  { BARRACK_URL: 'https://barrack.example', QM_SECRET: 'a secret of the tests, long enough' },
  '/',
)

/** The context of a server over a store, with nothing behind it. */
export function contextOf(store: Store, of: Partial<AppContext> = {}): AppContext {
  return {
    store,
    clock: () => NOW,
    version: '0.0.0',
    config: {
      hosts: [],
      demo: false,
      ingestIntervalMs: 3_600_000,
      rules: defaultRules,
      notify: NO_SETTINGS,
    },
    webRoot: null,
    requestIngest: async (accountId) => {
      const { job_id } = await store.db
        .insertInto('job')
        .values({ account_id: accountId, kind: 'ingest', status: 'queued', requested_at: isoOf(NOW) })
        .returning('job_id')
        .executeTakeFirstOrThrow()
      return { jobId: job_id }
    },
    importBills: billsImporter({ store, clock: () => NOW, config: SETTINGS }),
    setUp: setUpOf({ store, clock: () => NOW, config: SETTINGS, keys: createKeyRing(SETTINGS) }),
    readings: (account) => readingsOf({ config: SETTINGS, store, demo: false }, account),
    access: accountAccess({ config: SETTINGS, keys: createKeyRing(SETTINGS), store, demo: true }),
    log: { info: () => undefined, error: () => undefined },
    ...of,
  }
}

/** Shut off for five weeks and forgotten: 2 GPUs at 0.5 an hour. */
export async function addForgotten(store: Store): Promise<void> {
  const ids = { account_id: 1, resource_id: 'i-9' }
  const startsAt = at('2026-03-01T00:00:00Z')
  const minutes = (NOW - startsAt) / 60_000
  await store.db
    .insertInto('resource')
    .values({
      ...ids,
      resource_type: 'instance',
      name: 'old;box, a',
      region: 'CANADA-1',
      tier: 'legacy',
      currency: 'USD',
      gpu_model: 'RTX-A6000',
      gpu_count: 2,
      status: 'SHUTOFF',
      first_seen: isoOf(startsAt),
      last_seen: isoOf(NOW),
    })
    .execute()
  await store.db
    .insertInto('resource_status')
    .values({ ...ids, observed_at: isoOf(at('2026-03-03T00:00:00Z')), status: 'SHUTOFF' })
    .execute()
  await addRecord(store, {
    record: {
      ...records[0]!.record,
      recordId: 'r-9',
      resourceId: 'i-9',
      startsAt,
      endsAt: null,
      minutes,
      totalPicos: parsePicos(String(minutes / 60)),
      status: 'active',
    },
    firstSeenAt: startsAt,
    changedAt: NOW,
    lastSeenAt: NOW,
    versions: [],
  })
}
