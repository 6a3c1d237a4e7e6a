import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Store } from '../../src/db/store.ts'
import { isoOf, isoOrNull } from '../../src/db/timestamp.ts'
import { createAnomalyDetector } from '../../src/engine/anomaly/index.ts'
import { burnHistory } from '../../src/engine/forecast/burn-history.ts'
import { knownRecords } from '../../src/engine/forecast/known-records.ts'
import { leafHour } from '../../src/engine/forecast/leaf-spend.ts'
import { spendAhead } from '../../src/engine/forecast/spend-ahead.ts'
import { spendParts } from '../../src/engine/forecast/spend-parts.ts'
import { forecastSpend } from '../../src/engine/forecast/spend/forecast-spend.ts'
import { forecastSeries } from '../../src/engine/forecast/statistics/forecast-series.ts'
import {
  calendarOf,
  forecastSpan,
  formatPicos,
  HOUR_MS,
  parsePicos,
  priceBook,
  runway,
  spendPath,
  type BillingRecord,
} from '../../src/engine/index.ts'
import { createApp } from '../../src/server/app.ts'
import type { AnomaliesDto } from '../../src/server/dto/anomalies.ts'
import type { ForecastWaysDto } from '../../src/server/dto/forecast-ways.ts'
import type { ForecastDto } from '../../src/server/dto/forecast.ts'
import type { RunwaysDto } from '../../src/server/dto/runway.ts'
import { toIso } from '../../src/server/iso.ts'
import { toRunwayDto } from '../../src/server/services/runway-dto.ts'
import { billingRecord } from '../engine/values.ts'
import { STORES } from '../support/stores.ts'
import { contextOf, fill, NOW, prices, records, resources, ZONE } from './fixture.ts'

const DAY_MS = 24 * HOUR_MS
const SINCE = NOW - 90 * DAY_MS

/** Four hours of what nobody expected, two days ago. */
const burst = record('burst', NOW - 50 * HOUR_MS, 4, '60')

/** Twelve weeks of a service, of machines that work by day, and of jobs: what has all three ways of a forecast. */
const grown: readonly BillingRecord[] = [
  burst,
  record('service', SINCE, null, '3'),
  ...Array.from({ length: 84 }, (_, day) => day)
    .filter((day) => new Date(SINCE + day * DAY_MS).getUTCDay() % 6 !== 0)
    .map((day) => record('dev', SINCE + day * DAY_MS - 5 * HOUR_MS, 9 + (day % 2), '2')),
  ...Array.from({ length: 20 }, (_, i) => record(`job-${i}`, SINCE + i * 4.3 * DAY_MS, 20 + ((i * 7) % 30), '5')),
]

function record(resourceId: string, startsAt: number, hours: number | null, perHour: string): BillingRecord {
  const from = Math.round(startsAt / 60_000) * 60_000
  const endsAt = hours === null ? null : from + hours * HOUR_MS
  const minutes = ((endsAt ?? NOW) - from) / 60_000
  return billingRecord({
    recordId: `${resourceId} ${from}`,
    resourceId,
    resourceName: resourceId,
    startsAt: from,
    endsAt,
    minutes,
    totalPicos: (parsePicos(perHour) * BigInt(minutes)) / 60n,
    perMinutePicos: null,
    status: endsAt === null ? 'active' : 'completed',
  })
}

describe.each(STORES)('a stored wallet on $name', ({ open }) => {
  let store: Store
  let app: ReturnType<typeof createApp>
  beforeAll(async () => {
    store = await open()
    await fill(store)
    await store.db.insertInto('billing_record').values(grown.map(toRow)).execute()
    app = createApp(contextOf(store))
  })
  afterAll(() => store.close())

  test.each([
    ['a week', '2026-04-11', '2026-04-18'],
    ['30 days', '2026-04-11', '2026-05-11'],
    ['a quarter', '2026-07-01', '2026-10-01'],
  ])('is forecast over %s by the API as the benches forecast it', async (_, from, to) => {
    const answer = await app.request(`/api/v1/forecast?from=${from}&to=${to}&currency=USD`)
    const { totals } = (await answer.json()) as ForecastDto
    const calendar = calendarOf(ZONE)
    const all = [...grown, ...records.map((one) => one.record)]
    const span = { startsAt: calendar.startOf(from), endsAt: calendar.startOf(to) }
    const [forecast] = forecastSpan({ records: all, resources, prices: priceBook(prices), asOf: NOW }, span).filter(
      ({ currency }) => currency === 'USD',
    )
    expect(forecast!.early).toBe(false)
    expect(totals[0]).toMatchObject({
      p10: formatPicos(forecast!.p10Picos),
      p50: formatPicos(forecast!.p50Picos),
      p90: formatPicos(forecast!.p90Picos),
      origins: forecast!.origins,
    })
  })

  const ask = async <T>(path: string) => (await (await app.request(`/api/v1/${path}`)).json()) as T
  const input = () => ({
    records: [...grown, ...records.map((one) => one.record)],
    resources,
    prices: priceBook(prices),
    asOf: NOW,
  })

  test('has the pool of statistics that the bench of the M4 series has', async () => {
    const { wallets } = await ask<ForecastWaysDto>('forecast/ways?currency=USD')
    // Sixty days by the hour, tried each day of the last 27.
    const history = burnHistory(
      input().records.filter(({ currency }) => currency === 'USD'),
      NOW,
    )
    const hours = Array.from({ length: 60 * 24 }, (_, i) => NOW + (i - 60 * 24) * HOUR_MS)
    const values = hours.map((at) => history.spent(at, at + HOUR_MS))
    const cuts = Array.from({ length: 27 }, (_, i) => values.length - 24 * (27 - i))
    const { mean, weights } = forecastSeries(values, { seasons: [24, 168], horizon: 168, cuts })
    expect(Object.keys(weights).length).toBeGreaterThan(6)
    expectNear(wallets[0]!.ways.find(({ way }) => way === 'pool')!.steps, mean)
  })

  test.each([
    ['week', 168],
    ['six-weeks', 42 * 24],
  ])('is mixed over %s as the bench of the trace mixes', async (ahead, horizonHours) => {
    const { wallets } = await ask<ForecastWaysDto>(`forecast/ways?currency=USD&ahead=${ahead}`)
    const { mixed, ways } = wallets[0]!
    const known = knownRecords(input().records, resources, NOW).filter(({ item }) => item.currency === 'USD')
    const { rates } = spendAhead(input())
    const parts = spendParts(
      known,
      rates.filter(({ currency }) => currency === 'USD'),
      [],
      NOW,
    )
    const [forecast] = forecastSpend({ records: parts.map(({ spend }) => spend), asOf: NOW, horizonHours })
    const sum = (path: readonly number[]) => path.reduce((total, v) => total + v, 0)
    expect(Number(mixed)).toBeCloseTo(sum(forecast!.total.mean), 5)
    expect(ways.map(({ way }) => way)).toEqual(forecast!.ways.map(({ name }) => name))
    for (const [i, { path, share, off }] of forecast!.ways.entries()) {
      expectNear(ways[i]!.steps, path)
      expect([ways[i]!.share, ways[i]!.off]).toEqual([share, off])
    }
    expect(sum(ways.map(({ share }) => share))).toBeCloseTo(1, 9)
  })

  test('costs by machine what the bench of the team account adds up', async () => {
    const { totals } = await ask<ForecastDto>('forecast?from=2026-04-11&to=2026-04-17&group=resource&currency=USD')
    const { leaves } = spendAhead(input()).wallets.get('USD')!
    const from = (calendarOf(ZONE).startOf('2026-04-11') - NOW) / HOUR_MS
    const sums = new Map<string, number>()
    for (const leaf of leaves)
      for (let h = from; h < from + 6 * 24; h++)
        sums.set(leaf.item.resourceId, (sums.get(leaf.item.resourceId) ?? 0) + leafHour(leaf, h))
    expect(totals.length).toBeGreaterThan(3)
    for (const { resource, p50 } of totals) expect(Number(p50)).toBeCloseTo(sums.get(resource!)!, 6)
  })

  test('ends when the bench of depletion says', async () => {
    const { wallets } = await ask<RunwaysDto>('runway?currency=USD')
    const { path } = spendPath({ ...input(), currency: 'USD', readAt: NOW, horizonDays: 90 })
    const ends = runway({ balancePicos: parsePicos(wallets[0]!.balance), path })
    expect(ends.kind).toBe('ends')
    expect(wallets[0]!.runway).toEqual(toRunwayDto(ends))
  })

  test('raises the alarms that the detector gives which the bench feeds row by row', async () => {
    const { rows } = await ask<AnomaliesDto>('anomalies?currency=USD')
    const own = input().records.filter(({ currency }) => currency === 'USD')
    const alarmsOf = (some: readonly BillingRecord[]) => {
      const history = burnHistory(some, NOW)
      const detector = createAnomalyDetector()
      const alarms: number[] = []
      const first = Math.ceil(history.startsAt! / HOUR_MS) * HOUR_MS
      for (let at = first; at + HOUR_MS <= NOW; at += HOUR_MS)
        if (detector.observe(at, history.spent(at, at + HOUR_MS))?.direction === 'high') alarms.push(at)
      return alarms
    }
    const ofModel = own.filter(({ gpuModel }) => gpuModel === burst.gpuModel)
    const ofBurst = alarmsOf(ofModel).filter((at) => at >= burst.startsAt && at < burst.endsAt!)
    expect(ofBurst).toHaveLength(1)
    expect(rows.filter(({ key, value }) => key === 'gpu_model' && value === burst.gpuModel)).toMatchObject([
      { startsAt: toIso(ofBurst[0]!), cause: 'new-resource', resources: [{ resourceId: burst.resourceId }] },
    ])
    const quiet = alarmsOf(own.filter(({ resourceId }) => resourceId === 'service'))
    expect(quiet).toEqual([])
  })

  test('is told by the hour, the day and the month to twelve months, with one sum', async () => {
    const sums = await Promise.all(
      ['hour', 'day', 'month'].map(async (step) => {
        const path = `/api/v1/forecast?from=2026-05-01&to=2026-06-01&currency=USD&step=${step}`
        const { rows } = (await (await app.request(path)).json()) as ForecastDto
        return [rows.length, rows.reduce((sum, { p50 }) => sum + parsePicos(p50), 0n)] as const
      }),
    )
    expect(sums.map(([rows]) => rows)).toEqual([744, 31, 1])
    expect(new Set(sums.map(([, sum]) => sum)).size).toBe(1)
    const byAccount = await app.request('/api/v1/forecast?horizon=month&currency=USD&group=account')
    expect(((await byAccount.json()) as ForecastDto).totals).toMatchObject([{ account: 'lab', currency: 'USD' }])
    const byState = await app.request('/api/v1/forecast?horizon=month&group=state')
    const { totals, rows } = (await byState.json()) as ForecastDto
    expect([...new Set(totals.map(({ state }) => state))].sort()).toEqual(['hibernated', 'on', 'stored'])
    const whole = ((await (await app.request('/api/v1/forecast?horizon=month')).json()) as ForecastDto).totals
    for (const { currency, p50, billedSoFar } of whole) {
      const sum = (key: 'p50' | 'billedSoFar', of: typeof rows | typeof totals) =>
        formatPicos(of.reduce((all, row) => all + (row.currency === currency ? parsePicos(row[key]) : 0n), 0n))
      expect([sum('p50', totals), sum('billedSoFar', totals), sum('p50', rows)]).toEqual([p50, billedSoFar, p50])
    }
    const year = await app.request('/api/v1/forecast?horizon=12-months&step=month&currency=USD')
    expect(((await year.json()) as ForecastDto).rows).toHaveLength(12)
  })
})

/** Decimals to the millionth and floats. */
function expectNear(steps: readonly string[], floats: readonly number[]): void {
  expect(steps).toHaveLength(floats.length)
  const far = steps.findIndex((step, i) => Math.abs(Number(step) - floats[i]!) > 1e-5)
  expect(far, `step ${far}: ${steps[far]} and ${floats[far]}`).toBe(-1)
}

const toRow = (value: BillingRecord) => ({
  account_id: 1,
  record_id: value.recordId,
  per_minute_rate: null,
  status: value.status,
  kind: value.kind,
  resource_id: value.resourceId,
  resource_name: value.resourceName,
  starts_at: isoOf(value.startsAt),
  ends_at: isoOrNull(value.endsAt),
  minutes: value.minutes,
  total_cost: formatPicos(value.totalPicos),
  currency: value.currency,
  tier: value.tier,
  gpu_model: value.gpuModel,
  gpu_count: value.gpuCount,
  size_gb: value.sizeGb,
  fingerprint: value.recordId,
  first_seen: isoOf(NOW),
  changed_at: isoOf(NOW),
  last_seen: isoOf(NOW),
})
