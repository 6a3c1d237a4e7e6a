import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findForecastRuns } from '../../src/db/forecast-run-repository.ts'
import type { Store } from '../../src/db/store.ts'
import { defaultRules } from '../../src/engine/index.ts'
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

  test('each wallet has the month that runs and the 30 days from tomorrow on, kept once', async () => {
    for (let time = 1; time <= 2; time++) {
      const { stored } = await recordForecasts({ store, rules: defaultRules, thread }, 1, NOW)
      expect(await stored).toBe(4)
    }
    const runs = await findForecastRuns(store.db, 1, Date.UTC(2027, 0))
    expect(runs.map(({ currency, startsAt, endsAt, p50 }) => [currency, startsAt, endsAt, Number(p50)])).toEqual([
      ['EUR', Date.UTC(2026, 2, 31, 22), Date.UTC(2026, 3, 30, 22), 10_800],
      ['EUR', Date.UTC(2026, 3, 10, 22), Date.UTC(2026, 4, 10, 22), 14_400],
      ['USD', Date.UTC(2026, 2, 31, 22), Date.UTC(2026, 3, 30, 22), 31.3],
      ['USD', Date.UTC(2026, 3, 10, 22), Date.UTC(2026, 4, 10, 22), 43.2],
    ])
    expect(runs[0]).toMatchObject({ madeAt: NOW, method: 'mix', detail: { early: true, disagreements: 0 } })
  })

  test('a window that has not ended is not asked for its accuracy', async () => {
    expect(await findForecastRuns(store.db, 1, Date.UTC(2026, 4, 1))).toHaveLength(2)
  })

  test('an account that is not there is an error of the caller', async () => {
    await expect(recordForecasts({ store, rules: defaultRules, thread }, 2, NOW)).rejects.toThrow(RangeError)
  })
})
