import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isoOf } from '../../src/db/timestamp.ts'
import type { Store } from '../../src/db/store.ts'
import { formatPicos, parsePicos } from '../../src/engine/index.ts'
import { createApp } from '../../src/server/app.ts'
import type { ChargesDto } from '../../src/server/dto/charges.ts'
import type { ForecastDto } from '../../src/server/dto/forecast.ts'
import type { MetaDto } from '../../src/server/dto/meta.ts'
import type { OverviewDto } from '../../src/server/dto/overview.ts'
import type { ReadingsDto } from '../../src/server/dto/ingest.ts'
import type { RunningDto } from '../../src/server/dto/running.ts'
import { clear, STORES } from '../support/stores.ts'
import { contextOf, fill, NOW } from './fixture.ts'

const DAY = 86_400_000

describe.each(STORES)('figures on $name', ({ open }) => {
  let store: Store
  beforeAll(async () => {
    store = await open()
    await fill(store)
  })
  afterAll(() => store.close())

  const get = async <T>(path: string, now = NOW): Promise<T> => {
    const answer = await createApp(contextOf(store, { clock: () => now })).request(`/api/v1/${path}`)
    expect(answer.status).toBe(200)
    return (await answer.json()) as T
  }

  test('the overview tells each wallet apart, and none that was never used', async () => {
    const { wallets, ...rest } = await get<OverviewDto>('overview')
    expect(rest).toEqual({
      asOf: '2026-04-10T12:00:00.000Z',
      account: { slug: 'lab', name: 'The lab', kind: 'real', zone: 'Europe/Oslo' },
      month: { from: '2026-04-01', to: '2026-05-01' },
      ingest: { status: 'ok', finishedAt: '2026-04-10T12:00:00.000Z', problems: [], quarantined: 0, running: false },
    })
    expect(wallets).toMatchObject([
      {
        currency: 'EUR',
        monthToDate: '1000',
        // 20 an hour from 10 April 12:00Z to the end of the month in Oslo, 30 April 22:00Z: 490 hours.
        monthEnd: { p50: '10800', early: true },
        // 3000 minutes for 1000: the average, for the displayed 0.3333 is rounded.
        runRatePerHour: '20',
        runRateBasis: [{ basis: 'billing record', perHour: '20', resources: 1 }],
        disagreements: 0,
        balance: '600',
        balanceReadAt: '2026-04-10T12:00:00.000Z',
        runway: { kind: 'ends', p50: '2026-04-11T18:00:00.000Z' },
        ageSeconds: 0,
        stale: false,
      },
      {
        currency: 'USD',
        monthToDate: '1.9',
        runRatePerHour: '0.06',
        runRateBasis: [
          { basis: 'billing record', perHour: '0.05', resources: 1 },
          { basis: 'list price', perHour: '0.01', resources: 1 },
        ],
        balance: '812.4',
        runway: { kind: 'beyond' },
      },
    ])
  })

  test('law: p10 <= p50 <= p90, and nothing below what is billed', async () => {
    const { wallets } = await get<OverviewDto>('overview')
    const { rows, totals } = await get<ForecastDto>('forecast?from=2026-04-01&to=2026-05-01&group=gpu_model')
    for (const { p10, p50, p90, billedSoFar } of [
      ...rows,
      ...totals,
      ...wallets.map((wallet) => ({ ...wallet.monthEnd, billedSoFar: wallet.monthToDate })),
    ]) {
      const steps = [billedSoFar, p10, p50, p90].map(parsePicos)
      expect(steps).toEqual([...steps].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)))
    }
  })

  test('what runs is carried on from the last reading of the bills, per wallet', async () => {
    expect((await get<OverviewDto>('overview')).wallets.map(({ estimated }) => estimated)).toEqual([null, null])
    const { wallets } = await get<OverviewDto>('overview', NOW + 1_800_000)
    expect(wallets.map(({ estimated }) => estimated)).toEqual([
      { since: '2026-04-10T12:00:00.000Z', amount: '10', monthToDate: '1010' },
      { since: '2026-04-10T12:00:00.000Z', amount: '0.03', monthToDate: '1.93' },
    ])
  })

  test('tells when each source is read next', async () => {
    const plan = await get<ReadingsDto>('readings')
    expect(plan).toMatchObject({ isScheduled: true, allowedPerMinute: 30 })
    expect(plan.rows.map(({ source }) => source)).toContain('snapshot-billing')
    expect(plan.rows.find(({ source }) => source === 'instance-billing')).toMatchObject({
      everySeconds: 3600,
      setSeconds: 3600,
      readAt: '2026-04-10T12:00:00.000Z',
      nextAt: '2026-04-10T13:00:00.000Z',
      error: null,
    })
    expect(plan.rows.find(({ source }) => source === 'pricing')).toMatchObject({ readAt: null, nextAt: null })
  })

  test('figures that were read long ago say so', async () => {
    const { wallets } = await get<OverviewDto>('overview', NOW + 3 * 3_600_000)
    expect(wallets.map(({ stale, ageSeconds }) => [stale, ageSeconds])).toEqual([
      [true, 10_800],
      [true, 10_800],
    ])
  })

  test('in the next month nothing is billed yet, and what runs goes on', async () => {
    const { month, wallets } = await get<OverviewDto>('overview', NOW + 25 * DAY)
    expect(month).toEqual({ from: '2026-05-01', to: '2026-06-01' })
    expect(wallets[0]).toMatchObject({ monthToDate: '0', monthEnd: { p50: formatPicos(parsePicos('20') * 744n) } })
  })

  test('law: forecast, charges, overview and running agree on what is billed', async () => {
    const { wallets } = await get<OverviewDto>('overview')
    const { totals } = await get<ForecastDto>('forecast')
    const charges = await get<ChargesDto>('charges?from=2026-04-01&to=2026-05-01')
    const billed = wallets.map(({ currency, monthToDate }) => [currency, monthToDate])
    expect(totals.map(({ currency, billedSoFar }) => [currency, billedSoFar])).toEqual(billed)
    expect(charges.rows.map(({ currency, billedCost }) => [currency, billedCost])).toEqual(billed)
    const { rows } = await get<RunningDto>('running')
    const inWallet = Map.groupBy(rows, ({ currency }) => currency)
    const sums = [...inWallet].map(([currency, some]) => [
      currency,
      formatPicos(some.reduce((sum, { monthToDate }) => sum + parsePicos(monthToDate), 0n)),
    ])
    expect(sums).toEqual(billed)
    expect(totals.map(({ p50 }) => p50)).toEqual(wallets.map(({ monthEnd }) => monthEnd.p50))
  })

  test('the forecast of a past period is what was billed, without doubt', async () => {
    const { rows, totals } = await get<ForecastDto>('forecast?from=2026-03-28&to=2026-03-31&currency=USD&group=region')
    expect(totals).toMatchObject([
      {
        region: 'CANADA-1',
        currency: 'USD',
        p10: '26.580000000001',
        p50: '26.580000000001',
        p90: '26.580000000001',
        billedSoFar: '26.580000000001',
      },
    ])
    expect(rows.map(({ day, p50 }) => [day, p50])).toEqual([
      ['2026-03-28', '3'],
      ['2026-03-29', '23.000000000001'],
      ['2026-03-30', '0.58'],
    ])
  })

  test('the forecast takes one region, and names resources', async () => {
    const { totals } = await get<ForecastDto>('forecast?group=resource&region=NORWAY-1')
    expect(totals).toMatchObject([{ resource: 'v-1', resource_name: 'data, main', currency: 'USD' }])
    expect((await get<ForecastDto>('forecast?currency=EUR&region=NORWAY-1')).totals).toEqual([])
  })

  test('running tells what, where, since when and by which source', async () => {
    const { rows } = await get<RunningDto>('running')
    expect(rows).toMatchObject([
      {
        resourceId: 'i-2',
        region: 'unknown',
        state: 'active',
        since: '2026-04-08T11:00:00.000Z',
        atLeast: true,
        onSince: '2026-04-08T10:00:00.000Z',
        perHour: '20',
        basis: 'billing record',
        disagreement: null,
        gpuModel: 'H100',
        gpuCount: 8,
      },
      { resourceId: 'v-1', state: 'stored', since: '2026-04-08T22:00:00.000Z', onSince: null, perHour: '0.05' },
      {
        resourceId: 'i-1',
        state: 'hibernated',
        since: '2026-03-29T23:00:00.000Z',
        basis: 'list price',
        perHour: '0.01',
      },
    ])
    expect((await get<RunningDto>('running?currency=USD')).rows).toHaveLength(2)
    expect((await get<RunningDto>('running?region=unknown')).rows.map(({ resourceId }) => resourceId)).toEqual(['i-2'])
  })

  test('meta tells what can be asked for', async () => {
    expect(await get<MetaDto>('meta')).toMatchObject({
      account: { slug: 'lab', zone: 'Europe/Oslo' },
      demo: false,
      now: '2026-04-10T12:00:00.000Z',
      currencies: ['EUR', 'USD'],
      regions: ['CANADA-1', 'NORWAY-1', 'unknown'],
      parties: { project: [], owner: [], cost_center: [] },
      dataFrom: '2026-03-28',
      dataTo: '2026-04-11',
    })
  })

  test.each([
    ['forecast?from=2026-04-01', ['/to']],
    ['forecast?from=2026-04-02&to=2026-04-01', ['/to']],
    ['forecast?group=hour', ['/group']],
    ['overview?account=nobody', ['/account']],
    ['running?colour=red', ['/colour']],
    ['jobs/x', ['/id']],
  ])('%s is a problem', async (path, pointers) => {
    const answer = await createApp(contextOf(store)).request(`/api/v1/${path}`)
    expect(answer.status).toBe(400)
    const { errors } = (await answer.json()) as { errors: { pointer: string }[] }
    expect(errors.map(({ pointer }) => pointer)).toEqual(pointers)
  })
})

describe.each(STORES)('before the first ingest has ended on $name', ({ open }) => {
  let store: Store
  beforeAll(async () => {
    store = await open()
  })
  afterAll(() => store.close())

  test.each([
    'overview',
    'charges?from=2026-03-01&to=2026-04-01',
    'forecast',
    'running',
    'exports/charges.csv?from=2026-03-01&to=2026-04-01',
  ])('%s answers 503 with the progress', async (path) => {
    await clear(store)
    const { db } = store
    const at = isoOf(NOW)
    await db
      .insertInto('account')
      .values({ slug: 'demo', name: 'Demo', kind: 'demo', zone: 'UTC', created_at: at })
      .execute()
    await db.insertInto('ingest_run').values({ account_id: 1, started_at: at, status: 'running' }).execute()
    await db
      .insertInto('job')
      .values({
        account_id: 1,
        kind: 'ingest',
        status: 'running',
        requested_at: at,
        progress: JSON.stringify({ source: 'instances', fetched: 12 }),
      })
      .execute()
    const answer = await createApp(contextOf(store)).request(`/api/v1/${path}`)
    expect(answer.status).toBe(503)
    expect(answer.headers.get('retry-after')).toBe('2')
    expect(await answer.json()).toMatchObject({
      type: 'urn:quartermaster:problem:not-ready',
      progress: { source: 'instances', fetched: 12 },
    })
  })

  test('without any account as well', async () => {
    await clear(store)
    const app = createApp(contextOf(store))
    expect((await app.request('/api/v1/overview')).status).toBe(503)
    expect(await (await app.request('/api/v1/health')).json()).toMatchObject({
      status: 'starting',
      store: { status: 'ok' },
      ingest: { status: 'never' },
    })
  })
})
