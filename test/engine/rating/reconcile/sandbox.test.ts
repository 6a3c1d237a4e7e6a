import { beforeAll, describe, expect, it } from 'vitest'
import {
  defaultRules,
  documentedPrices,
  gpuSku,
  HOUR_MS,
  inferRules,
  parsePicos,
  priceBook,
  reconcile,
  snapshotSku,
  volumeSku,
  type BillingKind,
  type BillingRecord,
  type PriceUnit,
  type PriceVersion,
  type RecordReading,
  type Resource,
  type StatusChange,
} from '../../../../src/engine/index.ts'
import { createSandbox, type SandboxOptions } from '../../../../src/sandbox/app.ts'
import { CAUSES } from '../../../../src/sandbox/bill-errors.ts'
import { at, billingRecord, price, resource, status } from '../../values.ts'

// Bills that somebody else spoiled: the sandbox plants errors in its demo accounts and tells where. They are lived through
// by the API alone, prices every six hours, young bills every eighth day and all of them at the end; the states that looks
// would have seen are the sandbox's truth.

const FIRST = at('2026-05-20T00:00:00Z')
const NOW = at('2026-11-20T09:00:00Z')
const NOW_DAY = at('2026-11-20T00:00:00Z')
const DAY_MS = 24 * HOUR_MS
const PRICE_POLL_MS = 6 * HOUR_MS
/** A bill is restated nine days after its end. */
const BILLS_POLL_MS = 8 * DAY_MS
const YOUNG_MS = 30 * DAY_MS
const LOOK_MS = 5 * 60_000

interface BillRow {
  billing_id: string
  instance_id?: string
  volume_id?: string
  snapshot_id?: string
  start_time: string
  end_time: string | null
  total_duration_minutes: number
  per_minute_rate: number
  total_cost: number
  currency: string
  status: string
  tier: string
  gpu_type?: string
  gpu_count?: number
  size_gb?: number
}
interface Listed {
  id: string
  tier: string
  gpu_model?: string
  gpu_count?: number
  size_gb?: number
  volume_type?: string
}
interface PlantedRow {
  billing_id: string
  cause: string
  since: string | null
  until: string | null
}
interface Ledger {
  resources: { kind: string; id: string; intervals: { state: string; from: string; to: string | null }[] }[]
}
type PriceLists = Record<
  'gpus' | 'volumes',
  { pricing: Record<string, Record<string, { prices: Record<string, number> }>> }
> & {
  snapshots: { pricing: Record<string, { prices: Record<string, number> }> }
}

const instant = (text: string) => at(text.endsWith('Z') ? text : `${text}Z`)

function recordOf(kind: BillingKind, row: BillRow): BillingRecord {
  return billingRecord({
    recordId: row.billing_id,
    kind,
    resourceId: row.instance_id ?? row.volume_id ?? row.snapshot_id ?? '',
    startsAt: instant(row.start_time),
    endsAt: row.end_time === null ? null : instant(row.end_time),
    minutes: row.total_duration_minutes,
    perMinutePicos: parsePicos(row.per_minute_rate),
    totalPicos: parsePicos(row.total_cost),
    currency: row.currency,
    status: row.status,
    tier: row.tier.toLowerCase(),
    gpuModel: row.gpu_type ?? null,
    gpuCount: row.gpu_count ?? null,
    sizeGb: row.size_gb ?? null,
  })
}

async function liveThrough(options: SandboxOptions, from: number = FIRST) {
  const firstDay = new Date(from).toISOString().slice(0, 10)
  const { app, clock } = createSandbox({ ...options, firstDay, now: from })
  const get = async <T>(path: string) => {
    const answer = await app.request(path, { headers: { authorization: 'Bearer any' } })
    expect(answer.status, path).toBe(200)
    return (await answer.json()) as T
  }
  /** Page after page, the newest first, for as long as one holds something that is wanted. */
  const all = async <T>(path: string, key: string, isWanted: (row: T) => boolean = () => true) => {
    const rows: T[] = []
    for (let page = 1, pages = 1; page <= pages; page++) {
      const answer = await get<Record<string, T[]> & { total_pages?: number; pagination?: { total_pages: number } }>(
        `${path}?page=${page}&limit=500`,
      )
      rows.push(...answer[key]!)
      if (!answer[key]!.some(isWanted)) break
      pages = answer.total_pages ?? answer.pagination!.total_pages
    }
    return rows
  }
  const bills = async (since = -Infinity) => {
    const kinds = ['instance', 'volume', 'snapshot'] as const
    const lists = kinds.map(async (kind) => {
      const rows = await all<BillRow>(`/api/${kind}s/billing/`, 'records', (row) => instant(row.start_time) >= since)
      return rows.map((row) => recordOf(kind, row))
    })
    return (await Promise.all(lists)).flat()
  }

  const open = new Map<string, PriceVersion>()
  const versions: PriceVersion[] = [...documentedPrices]
  const look = (sku: string, unit: PriceUnit, prices: Record<string, number>, seenAt: number) => {
    for (const [currency, amount] of Object.entries(prices)) {
      const key = `${currency} ${sku}`
      const version = price({ price: String(amount), sku, currency, unit, validFrom: seenAt })
      const known = open.get(key)
      if (known?.pricePicos === version.pricePicos) continue
      if (known) versions.push({ ...known, validTo: seenAt })
      open.set(key, version)
    }
  }
  const readings = new Map<string, RecordReading[]>()
  const resources = new Map<string, Resource>()
  for (let now = from; now <= NOW; now += PRICE_POLL_MS) {
    clock.set(now)
    const { pricing_data: lists } = await get<{ pricing_data: PriceLists }>('/api/pricing/')
    for (const [tier, models] of Object.entries(lists.gpus.pricing))
      for (const [model, { prices }] of Object.entries(models)) look(gpuSku(tier, model), 'gpu_hour', prices, now)
    for (const [tier, types] of Object.entries(lists.volumes.pricing))
      for (const [type, { prices }] of Object.entries(types)) look(volumeSku(tier, type), 'tb_hour', prices, now)
    for (const [tier, { prices }] of Object.entries(lists.snapshots.pricing))
      look(snapshotSku(tier), 'snapshot_hour', prices, now)
    if ((now - from) % BILLS_POLL_MS !== 0) continue
    for (const { recordId, ...reading } of await bills(now - YOUNG_MS)) {
      const earlier = readings.get(recordId) ?? []
      if (earlier.at(-1)?.totalPicos !== reading.totalPicos) earlier.push({ ...reading, seenAt: now })
      readings.set(recordId, earlier)
    }
    for (const kind of ['instance', 'volume'] as const)
      for (const row of await all<Listed>(`/api/${kind}s/`, `${kind}s`))
        resources.set(
          row.id,
          resource({
            resourceId: row.id,
            type: kind,
            tier: row.tier.toLowerCase(),
            gpuModel: row.gpu_model ?? null,
            gpuCount: row.gpu_count ?? null,
            sizeGb: row.size_gb ?? null,
            volumeType: row.volume_type ?? null,
          }),
        )
  }
  clock.set(NOW)
  versions.push(...open.values())
  const { errors } = await get<{ errors: PlantedRow[] }>('/_sandbox/bill-errors')
  const ledger = await get<Ledger>('/_sandbox/ledger')
  const records = await bills()
  return {
    records,
    resources: seenResources(ledger, records, resources),
    statuses: statusesOf(ledger),
    readings,
    looks: Array.from({ length: (NOW - from) / LOOK_MS + 1 }, (_, n) => from + n * LOOK_MS),
    prices: priceBook(versions),
    planted: new Map(
      errors
        .filter(({ since, until }) => until === null && (since === null || at(since) <= NOW))
        .map((one) => [one.billing_id, one.cause]),
    ),
  }
}

const nextLook = (moment: number) => Math.ceil(moment / LOOK_MS) * LOOK_MS

/** The resources that a look would have met, with the moment of their creation. */
function seenResources(
  { resources }: Ledger,
  records: readonly BillingRecord[],
  listed: ReadonlyMap<string, Resource>,
): Resource[] {
  const ofBills = new Map(records.map((record) => [record.resourceId, record]))
  return resources.flatMap(({ id, intervals }) => {
    const [createdAt, end] = [at(intervals[0]!.from), intervals.at(-1)!.to]
    if (nextLook(createdAt) >= (end === null ? NOW : at(end))) return []
    const known = listed.get(id)
    if (known) return [{ ...known, createdAt }]
    const { kind = 'instance', tier = null, gpuCount = null, sizeGb = null } = ofBills.get(id) ?? {}
    return [resource({ resourceId: id, type: kind, tier, gpuModel: null, gpuCount, sizeGb, createdAt })]
  })
}

/** What the looks would have seen change. */
function statusesOf({ resources }: Ledger): StatusChange[] {
  const changes: StatusChange[] = []
  for (const { kind, id, intervals } of resources) {
    if (kind !== 'instance') continue
    let seen = ''
    for (const { state, from, to } of intervals) {
      const look = nextLook(at(from))
      if (look >= NOW || (to !== null && look >= at(to)) || state === seen) continue
      changes.push(status(new Date(look).toISOString(), state, id))
      seen = state
    }
  }
  return changes
}

const judge = (account: Awaited<ReturnType<typeof liveThrough>>) =>
  reconcile({ ...account, rules: defaultRules, readAt: NOW, pricePollMs: PRICE_POLL_MS })

describe('half a year of a sound account', () => {
  let account: Awaited<ReturnType<typeof liveThrough>>
  beforeAll(async () => {
    account = await liveThrough({})
  })

  it('is accused of nothing', () => {
    const { reconciliations, gaps } = judge(account)
    expect(reconciliations.length).toBeGreaterThan(1500)
    expect(reconciliations.filter(({ cause }) => cause !== null)).toEqual([])
    expect(gaps).toEqual([])
  })

  it('shows the readings that it is billed by', () => {
    const { snapshot, gbPerTb, hibernation } = inferRules(account)
    expect([snapshot.reading, gbPerTb.reading, hibernation.reading]).toEqual(['per_100gb', 1000, 'own_record'])
  })
})

describe.each([
  ['small', 1, 1500],
  ['team', 101, 30_000],
] as const)('half a year of the %s account with twenty errors of each cause', (size, seed, leastRecords) => {
  let account: Awaited<ReturnType<typeof liveThrough>>
  let named: Map<string, string | null>
  beforeAll(async () => {
    account = await liveThrough({ billErrors: true, size, seed })
    const { reconciliations, gaps } = judge(account)
    const before = new Set(gaps.map((gap) => gap.beforeRecordId))
    named = new Map(
      reconciliations.map((one) => [one.recordId, before.has(one.recordId) ? 'overlap or gap' : one.cause]),
    )
  })

  it.each(CAUSES)('names %s in 19 of 20', (cause) => {
    const planted = [...account.planted].filter(([, one]) => one === cause).map(([recordId]) => recordId)
    const wrong = planted.filter(
      (recordId) => named.get(recordId) !== (cause === 'overlap' || cause === 'gap' ? 'overlap or gap' : cause),
    )
    expect(planted.length).toBeGreaterThanOrEqual(20)
    expect(wrong.length, JSON.stringify(wrong.map((id) => [id, named.get(id)]))).toBeLessThanOrEqual(
      planted.length / 20,
    )
  })

  it('accuses no other record', () => {
    expect(named.size).toBeGreaterThan(leastRecords)
    // One model is left out of the price list: its bills cannot be judged, which is no accusation.
    const accused = [...named].filter(
      ([recordId, cause]) => cause !== null && cause !== 'missing price' && !account.planted.has(recordId),
    )
    expect(accused).toEqual([])
  })
})

const READINGS = (['per_100gb', 'flat', 'per_tb'] as const).flatMap((snapshotRule) =>
  ([1000, 1024] as const).flatMap((gbPerTb) =>
    (['records', 'one-record'] as const).map((hibernation) => ({ snapshotRule, gbPerTb, hibernation })),
  ),
)

it.each(READINGS)('of a month of bills by $snapshotRule, $gbPerTb, $hibernation it infers just that', async (rules) => {
  const account = await liveThrough(rules, NOW_DAY - 31 * DAY_MS)
  const { snapshot, gbPerTb, hibernation } = inferRules(account)
  expect([snapshot.reading, gbPerTb.reading, hibernation.reading]).toEqual([
    rules.snapshotRule,
    rules.gbPerTb,
    rules.hibernation === 'records' ? 'own_record' : 'same_record',
  ])
})
