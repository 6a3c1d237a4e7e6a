import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { findResources } from '../../src/db/resource-repository.ts'
import type { Store } from '../../src/db/store.ts'
import { NOT_OFFERED } from '../../src/ingest/ingest-report.ts'
import { bill, machine, startFakeBarrack } from '../support/fake-barrack.ts'
import { contents, ingestAccount, sumByCurrency } from '../support/ingest-account.ts'
import { clear, STORES } from '../support/stores.ts'

const AT = '2026-03-01T12:00:00Z'
const LATER = '2026-03-02T12:00:00Z'
const INSTANCES = '/api/instances/'
const BILLING = '/api/instances/billing/'

describe.each(STORES)('an account that changes ($name)', ({ open }) => {
  let store: Store
  beforeAll(async () => void (store = await open()))
  afterAll(() => store.close())
  beforeEach(() => clear(store))

  const rows = async (query: string) => (await sql.raw<Record<string, unknown>>(query).execute(store.db)).rows
  const resource = async (id: string) => (await findResources(store.db, 1, { ids: [id] }))[0]

  test('a changed price ends one version and begins another', async () => {
    await using api = await startFakeBarrack()
    const { ingest } = await ingestAccount(store, api.url)
    await ingest(AT)
    api.account.pricing = { gpus: { pricing: { Legacy: { L40: { prices: { usd: '1.60' }, max_count: 8 } } } } }
    const report = await ingest(LATER)
    expect(report.sources.pricing).toMatchObject({ fetched: 1, inserted: 0, updated: 1, unchanged: 0 })
    expect(
      await rows(
        'select sku, currency, trim_scale(price) as price, valid_from, valid_to from price_version order by valid_from',
      ),
    ).toEqual([
      { sku: 'gpu/legacy/L40', currency: 'USD', price: '1.5', valid_from: Date.parse(AT), valid_to: Date.parse(LATER) },
      { sku: 'gpu/legacy/L40', currency: 'USD', price: '1.6', valid_from: Date.parse(LATER), valid_to: null },
    ])
    expect((await ingest(LATER)).sources.pricing).toMatchObject({ unchanged: 1 })
  })

  test('a status is kept when it changes, and what is no longer listed is gone but not forgotten', async () => {
    await using api = await startFakeBarrack({ [INSTANCES]: [machine('A'), machine('B')] })
    const { ingest } = await ingestAccount(store, api.url)
    await ingest(AT)
    api.account.lists[INSTANCES] = [machine('A', { status: 'SHUTOFF', region: null, name: null })]
    const report = await ingest(LATER)
    expect(report.sources.instances).toMatchObject({ fetched: 1, updated: 1 })
    expect(await rows('select resource_id, status, observed_at from resource_status order by 1, 3')).toEqual([
      { resource_id: 'A', status: 'ACTIVE', observed_at: Date.parse(AT) },
      { resource_id: 'A', status: 'SHUTOFF', observed_at: Date.parse(LATER) },
      { resource_id: 'B', status: 'ACTIVE', observed_at: Date.parse(AT) },
    ])
    expect(await resource('A')).toMatchObject({ region: 'CANADA-1', name: 'vm A', deletedSeenAt: null })
    expect(await resource('B')).toMatchObject({
      region: 'CANADA-1',
      deletedSeenAt: Date.parse(LATER),
      lastSeenAt: Date.parse(AT),
    })
    api.account.lists[INSTANCES] = [machine('A', { status: 'SHUTOFF' }), machine('B')]
    expect((await ingest('2026-03-03T12:00:00Z')).sources.instances).toMatchObject({ updated: 1, unchanged: 1 })
    expect(await resource('B')).toMatchObject({ deletedSeenAt: null })
  })

  test('a list that could not be read to its end deletes nothing', async () => {
    const many = Array.from({ length: 600 }, (_, i) => machine(`M${i}`))
    await using api = await startFakeBarrack({ [INSTANCES]: many })
    const { ingest } = await ingestAccount(store, api.url)
    await ingest(AT)
    let broken = true
    api.faults.set(INSTANCES, (count) => (broken && count % 2 === 0 ? { status: 422, body: { message: 'no' } } : null))
    api.account.lists[INSTANCES] = many.slice(50)
    // The second page of the first run took count 2; the next run reads pages 3 and 4.
    const report = await ingest(LATER)
    expect(report.status).toBe('partial')
    expect(report.sources.instances).toMatchObject({ fetched: 500, unchanged: 500 })
    expect(report.sources.instances!.error).toMatch(/422/)
    expect(await rows('select count(*) as gone from resource where deleted_seen is not null')).toEqual([{ gone: 0 }])
    broken = false
    expect((await ingest(LATER)).status).toBe('ok')
    expect(await rows('select count(*) as gone from resource where deleted_seen is not null')).toEqual([{ gone: 50 }])
  })

  test('a machine that only its bills tell of is made from them; its charges move when its region is learned', async () => {
    await using api = await startFakeBarrack({ [BILLING]: [bill('R1', 'A', { end_time: null, status: 'active' })] })
    const { ingest } = await ingestAccount(store, api.url)
    await ingest(AT)
    const byRegion = `select coalesce(r.region, 'unknown') as region, trim_scale(sum(c.billed)) as billed
      from charge_day c join resource r using (account_id, resource_id) group by 1`
    expect(await resource('A')).toMatchObject({ region: null, tier: 'legacy', gpuModel: 'L40', deletedSeenAt: null })
    expect(await rows(byRegion)).toEqual([{ region: 'unknown', billed: '15' }])
    api.account.lists[INSTANCES] = [machine('A')]
    expect((await ingest(LATER)).sources['instance-billing']).toMatchObject({ unchanged: 1 })
    expect(await rows(byRegion)).toEqual([{ region: 'CANADA-1', billed: '15' }])
  })

  test('a restated record replaces its charges and keeps its history; one that goes back does too', async () => {
    await using api = await startFakeBarrack({ [BILLING]: [bill('R1', 'A'), bill('R2', 'A', { total_cost: 1 })] })
    const { ingest } = await ingestAccount(store, api.url)
    await ingest(AT)
    for (const [at, cost, minutes] of [
      [LATER, 14.25, 570],
      ['2026-03-03T12:00:00Z', 16, 600],
    ] as const) {
      api.account.lists[BILLING] = [
        bill('R1', 'A', { total_cost: cost, total_duration_minutes: minutes }),
        bill('R2', 'A', { total_cost: 1 }),
      ]
      expect((await ingest(at)).sources['instance-billing']).toMatchObject({ updated: 1, unchanged: 1 })
      for (const table of ['charge_day', 'billing_record'] as const)
        expect(await sumByCurrency(store, table)).toEqual({ USD: String(cost + 1) })
    }
    expect(
      await rows(
        "select trim_scale(total_cost) as cost from billing_record_version where record_id = 'R1' order by seen_at",
      ),
    ).toEqual([{ cost: '15' }, { cost: '14.25' }, { cost: '16' }])
  })

  test('what cannot be believed goes to quarantine and comes back when it can be', async () => {
    const odd = [
      bill('R2', 'A', { total_cost: 'NaN' }),
      bill('R3', 'A', { start_time: 'yesterday' }),
      bill('R4', 'A', { end_time: '2026-02-01T00:00:00Z' }),
      bill('R5', 'A', { start_time: '1970-01-01T00:00:00Z' }),
      bill('R6', 'A', { total_duration_minutes: null }),
      'not even a record',
    ]
    await using api = await startFakeBarrack({ [BILLING]: [bill('R1', 'A'), ...odd] })
    const { ingest } = await ingestAccount(store, api.url)
    const report = await ingest(AT)
    expect(report.status).toBe('ok')
    expect(report.sources['instance-billing']).toMatchObject({ fetched: 7, inserted: 1, quarantined: 6 })
    const waiting = "select reason, payload from quarantine where resolved_at is null and source = 'instance-billing'"
    expect(await rows(`${waiting} and payload->>'billing_id' = 'R2'`)).toMatchObject([
      { reason: "total_cost: expected a decimal number, got 'NaN'", payload: { billing_id: 'R2', vm_name: 'vm A' } },
    ])
    expect(await rows(waiting)).toHaveLength(6)
    expect((await ingest(LATER)).sources['instance-billing']).toMatchObject({ unchanged: 1, quarantined: 6 })
    expect(await rows(waiting)).toHaveLength(6)

    api.account.lists[BILLING] = [bill('R1', 'A'), bill('R2', 'A')]
    expect((await ingest('2026-03-03T12:00:00Z')).sources['instance-billing']).toMatchObject({
      inserted: 1,
      unchanged: 1,
    })
    expect(await rows(waiting)).toEqual([])
  })

  test('duplicates, strings for numbers, any case and times without zone are the same record', async () => {
    const again = bill('R1', 'A', {
      total_cost: '15.000',
      total_duration_minutes: '600',
      currency: 'usd',
      tier: 'LEGACY',
      status: 'Completed',
      start_time: '2026-02-27T20:00:00',
      end_time: '2026-02-28 06:00:00',
    })
    await using api = await startFakeBarrack({
      [BILLING]: [bill('R1', 'A', { total_duration_minutes: 590 }), bill('R1', 'A')],
    })
    const { ingest } = await ingestAccount(store, api.url)
    expect((await ingest(AT)).sources['instance-billing']).toMatchObject({ fetched: 1, inserted: 1 })
    api.account.lists[BILLING] = [again]
    await ingest(LATER)
    expect((await ingest(LATER)).sources['instance-billing']).toMatchObject({ fetched: 1, unchanged: 1 })
    expect(await sumByCurrency(store, 'charge_day')).toEqual({ USD: '15' })
  })

  test('a host that does not answer is asked for the first source alone, and again at the next run', async () => {
    const api = await startFakeBarrack({ [BILLING]: [bill('R1', 'A')] })
    const { ingest } = await ingestAccount(store, api.url)
    await ingest(AT)
    await api[Symbol.asyncDispose]()
    for (const at of [AT, LATER]) {
      const { status, sources } = await ingest(at)
      expect(status).toBe('failed')
      expect(sources.balance!.error).toMatch(/gave no answer in \d tries.*Check BARRACK_URL/)
      expect(
        new Set(
          Object.values(sources)
            .slice(1)
            .map(({ error }) => error),
        ),
      ).toEqual(new Set(['not read: Barrack does not answer']))
    }
    expect(await sumByCurrency(store, 'billing_record')).toEqual({ USD: '15' })
  })

  test('a source that is not offered is noted, one that fails leaves the others whole', async () => {
    await using api = await startFakeBarrack({ [BILLING]: [bill('R1', 'A')] })
    const { ingest } = await ingestAccount(store, api.url)
    const first = await ingest(AT)
    expect(first.status).toBe('ok')
    expect(first.sources['gpu-stocks']).toMatchObject({ error: NOT_OFFERED, fetched: 0 })

    api.faults.set(INSTANCES, () => ({ status: 500, body: '<html>' }))
    const second = await ingest(LATER)
    expect(second.status).toBe('partial')
    expect(second.sources.instances!.error).toMatch(/no usable answer in 6 tries/)
    expect(second.sources['instance-billing']).toMatchObject({ unchanged: 1, error: null })

    api.faults.set(INSTANCES, () => ({ status: 404 }))
    const third = await ingest(LATER)
    expect(third).toMatchObject({ status: 'partial' })
    expect(third.sources.instances!.error).toMatch(/BARRACK_ENDPOINTS/)
  })

  test('a refused key ends the run and is told once', async () => {
    await using api = await startFakeBarrack()
    api.faults.set('/api/balance/', () => ({ status: 401, body: { message: 'a-secret-key is wrong' } }))
    const { ingest } = await ingestAccount(store, api.url)
    const report = await ingest(AT)
    expect(report).toMatchObject({ status: 'failed', requests: 1 })
    expect(JSON.stringify(report)).not.toContain('a-secret-key')
    expect(report.sources.balance!.error).toMatch(/refused the key \(401\)/)
    expect(report.sources.pricing!.error).toBe('not read: the key was refused')
    expect(await rows('select status from ingest_run')).toEqual([{ status: 'failed' }])
  })

  test('two runs of one account exclude each other, whatever they were asked', async () => {
    await using api = await startFakeBarrack({ [BILLING]: [bill('R1', 'A')] })
    const { ingest } = await ingestAccount(store, api.url)
    const outcomes = await Promise.allSettled([ingest(AT), ingest(AT)])
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await contents(store, 'ingest_run')).toHaveLength(1)
  })

  test('a closed record that is read again after its day was over is noted as read then', async () => {
    await using api = await startFakeBarrack({ [BILLING]: [bill('R1', 'A')] })
    const { ingest } = await ingestAccount(store, api.url)
    await ingest('2026-02-28T07:00:00Z')
    for (const at of ['2026-02-28T22:00:00Z', '2026-03-01T00:00:00Z', LATER])
      expect((await ingest(at)).sources['instance-billing']).toMatchObject({ unchanged: 1 })
    expect(await rows('select changed_at, last_seen from billing_record')).toEqual([
      { changed_at: Date.parse('2026-02-28T07:00:00Z'), last_seen: Date.parse('2026-03-01T00:00:00Z') },
    ])
  })
})
