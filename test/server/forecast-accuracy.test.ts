import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { getAccountCalendar, saveAccountCalendar } from '../../src/db/account-calendar-repository.ts'
import { saveForecastRuns, type ForecastRun } from '../../src/db/forecast-run-repository.ts'
import type { Store } from '../../src/db/store.ts'
import { HOUR_MS, parsePicos } from '../../src/engine/index.ts'
import { createApp } from '../../src/server/app.ts'
import type { ForecastAccuracyDto } from '../../src/server/dto/forecast-accuracy.ts'
import type { ForecastChangeDto } from '../../src/server/dto/forecast-change.ts'
import type { ForecastDto } from '../../src/server/dto/forecast.ts'
import { STORES } from '../support/stores.ts'
import { contextOf, fill, NOW } from './fixture.ts'

const DAY_MS = 24 * HOUR_MS
/** The machine of the EUR wallet costs 20 an hour from 8 April 10:00Z on. */
const made = (madeAt: number, of: Partial<ForecastRun>): ForecastRun => ({
  madeAt,
  currency: 'EUR',
  startsAt: madeAt,
  endsAt: madeAt + DAY_MS,
  method: 'mix',
  billedSoFar: '0',
  p10: '400',
  p50: '500',
  p90: '600',
  detail: { asOf: new Date(madeAt).toISOString(), runRate: '480', drivers: { keepsRunning: '500' } },
  ...of,
})
const APRIL = { startsAt: Date.UTC(2026, 2, 31, 22), endsAt: Date.UTC(2026, 3, 30, 22) }

describe.each(STORES)('how good forecasts were, on $name', ({ open }) => {
  let store: Store
  let app: ReturnType<typeof createApp>
  beforeAll(async () => {
    store = await open()
    await fill(store)
    await saveForecastRuns(store.db, 1, [
      made(NOW - DAY_MS, {}),
      made(NOW - DAY_MS - 6 * HOUR_MS, { p50: '1', p10: '1', p90: '1' }),
      // Not over yet, and one that was begun before it was made.
      made(NOW - HOUR_MS, {}),
      made(NOW - 1.5 * DAY_MS, { startsAt: NOW - 2 * DAY_MS, endsAt: NOW - DAY_MS }),
      made(NOW - DAY_MS - HOUR_MS, {
        ...APRIL,
        billedSoFar: '500',
        p50: '10000',
        detail: { drivers: { churn: '9500' } },
      }),
      made(NOW - HOUR_MS, { ...APRIL, p50: '99999' }),
    ])
    app = createApp(contextOf(store))
  })
  afterAll(() => store.close())

  const ask = async <T>(path: string): Promise<T> => {
    const answer = await app.request(`/api/v1/${path}`)
    expect(answer.status, await answer.clone().text()).toBe(200)
    return (await answer.json()) as T
  }

  test('those that were kept and are over are judged, none of the same day twice', async () => {
    const { horizons } = await ask<ForecastAccuracyDto>('forecast/accuracy')
    expect(horizons).toEqual([
      {
        currency: 'EUR',
        horizon: 'day',
        hours: 24,
        source: 'past',
        forecasts: 1,
        medianOff: 0.042,
        held: 1,
        bias: 0.042,
        runRateMedianOff: 0,
        rows: [expect.objectContaining({ p50: '500', actual: '480', off: 0.042, held: true })],
      },
    ])
  })

  test('a wallet, a source and what is neither', async () => {
    expect((await ask<ForecastAccuracyDto>('forecast/accuracy?currency=USD')).horizons).toEqual([])
    expect((await ask<ForecastAccuracyDto>('forecast/accuracy?source=backtest')).horizons).toEqual([])
    expect((await app.request('/api/v1/forecast/accuracy?source=guess')).status).toBe(400)
  })

  test('a quarter is judged by the fiscal year for which it was made, also after another was set', async () => {
    const startsAt = Date.UTC(2025, 9, 31, 23)
    const endsAt = Date.UTC(2026, 0, 31, 23)
    const ofCalendarYear = { startsAt: Date.UTC(2025, 11, 31, 23), endsAt: Date.UTC(2026, 2, 31, 22) }
    await saveForecastRuns(store.db, 1, [
      made(startsAt + 9 * DAY_MS, { startsAt, endsAt }),
      made(ofCalendarYear.startsAt + 9 * DAY_MS, ofCalendarYear),
      // No quarter: two months.
      made(startsAt + 8 * DAY_MS, { startsAt, endsAt: Date.UTC(2025, 11, 31, 23) }),
    ])
    const judged = async () =>
      (await ask<ForecastAccuracyDto>('forecast/accuracy?source=past')).horizons.map(
        ({ horizon, forecasts }) => `${forecasts} ${horizon}`,
      )
    for (const fiscalYearStart of [2, 4, 1]) {
      await saveAccountCalendar(store.db, 1, { ...(await getAccountCalendar(store.db, 1)), fiscalYearStart })
      expect(await judged()).toEqual(['1 day', '2 quarter'])
    }
  })

  test('the month against the last forecast of a day ago: causes add up to the difference', async () => {
    const { wallets, from, to } = await ask<ForecastChangeDto>('forecast/change')
    expect([from, to]).toEqual(['2026-04-01', '2026-05-01'])
    const [euro] = wallets
    expect(wallets).toHaveLength(1)
    expect(euro).toMatchObject({ currency: 'EUR', before: { p50: '10000', billedSoFar: '500' } })
    const { totals } = await ask<ForecastDto>('forecast?currency=EUR')
    expect(euro!.now.p50).toBe(totals[0]!.p50)
    const { total, ...parts } = euro!.change
    const sum = Object.values(parts).reduce((all, part) => all + parsePicos(part), 0n)
    expect(sum).toBe(parsePicos(total))
    expect(parsePicos(total)).toBe(parsePicos(euro!.now.p50) - parsePicos('10000'))
    // 25 hours of 20 came as they were expected.
    expect(Math.abs(Number(euro!.change.billed))).toBeLessThan(21)
  })

  test('against one made by a moment before any there is nothing to tell', async () => {
    const madeBy = new Date(NOW - 9 * DAY_MS).toISOString()
    expect((await ask<ForecastChangeDto>(`forecast/change?madeBy=${madeBy}`)).wallets).toEqual([])
  })
})
