import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Store } from '../../src/db/store.ts'
import { isoOf, isoOrNull } from '../../src/db/timestamp.ts'
import {
  calendarOf,
  forecastSpan,
  formatPicos,
  HOUR_MS,
  parsePicos,
  priceBook,
  type BillingRecord,
} from '../../src/engine/index.ts'
import { createApp } from '../../src/server/app.ts'
import type { ForecastDto } from '../../src/server/dto/forecast.ts'
import { billingRecord } from '../engine/values.ts'
import { STORES } from '../support/stores.ts'
import { contextOf, fill, NOW, prices, records, resources, ZONE } from './fixture.ts'

const DAY_MS = 24 * HOUR_MS
const SINCE = NOW - 90 * DAY_MS

/** Twelve weeks of a service, of machines that work by day, and of jobs: what has all three ways of a forecast. */
const grown: readonly BillingRecord[] = [
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
