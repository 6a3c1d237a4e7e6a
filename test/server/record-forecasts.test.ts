import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findForecastRuns } from '../../src/db/forecast-run-repository.ts'
import type { Store } from '../../src/db/store.ts'
import { defaultRules, HOUR_MS } from '../../src/engine/index.ts'
import { openForecastThread } from '../../src/server/services/forecast-thread.ts'
import { recordForecasts } from '../../src/server/services/record-forecasts.ts'
import { STORES } from '../support/stores.ts'
import { fill, NOW } from './fixture.ts'

describe.each(STORES)('forecasts that are kept, on $name', ({ open }) => {
  let store: Store
  const thread = openForecastThread()
  beforeAll(async () => {
    store = await open()
    await fill(store)
  })
  afterAll(async () => {
    await thread[Symbol.asyncDispose]()
    await store.close()
  })

  test('each wallet has the day, the week, thirty days, month and quarter, kept once', async () => {
    for (let time = 1; time <= 2; time++) {
      const { stored } = await recordForecasts({ store, rules: defaultRules, thread }, 1, NOW)
      expect(await stored).toBe(10)
    }
    const runs = await findForecastRuns(store.db, 1, Date.UTC(2027, 0))
    const euro = runs.filter(({ currency }) => currency === 'EUR')
    expect(euro.map(({ startsAt, endsAt, p50 }) => [startsAt, endsAt, Number(p50)])).toEqual([
      [Date.UTC(2026, 2, 31, 22), Date.UTC(2026, 3, 30, 22), 10_800],
      [Date.UTC(2026, 2, 31, 22), Date.UTC(2026, 5, 30, 22), 40_080],
      [NOW, NOW + 24 * HOUR_MS, 480],
      [NOW, NOW + 168 * HOUR_MS, 3_360],
      [NOW, NOW + 720 * HOUR_MS, 14_400],
    ])
    expect(euro[0]).toMatchObject({ madeAt: NOW, method: 'mix', detail: { early: true } })
    const { drivers, runRate } = euro[2]!.detail
    expect([drivers, runRate]).toEqual([expect.objectContaining({ keepsRunning: '480', churn: '0' }), '480'])
  })

  test('what has not ended is not asked for its accuracy', async () => {
    expect(await findForecastRuns(store.db, 1, NOW + 24 * HOUR_MS)).toHaveLength(2)
  })

  test('an account that is not there is an error of the caller', async () => {
    await expect(recordForecasts({ store, rules: defaultRules, thread }, 2, NOW)).rejects.toThrow(RangeError)
  })
})
