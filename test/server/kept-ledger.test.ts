import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { finishIngestRun, startIngestRun } from '../../src/db/ingest-run-repository.ts'
import type { Store } from '../../src/db/store.ts'
import { createApp } from '../../src/server/app.ts'
import type { ForecastDto } from '../../src/server/dto/forecast.ts'
import { STORES } from '../support/stores.ts'
import { contextOf, fill, NOW } from './fixture.ts'

describe.each(STORES)('the ledger that is kept between requests, on $name', ({ open }) => {
  let store: Store
  beforeAll(async () => {
    store = await open()
    await fill(store)
  })
  afterAll(() => store.close())

  const billed = async (query = '') => {
    const answer = await createApp(contextOf(store)).request(`/api/v1/forecast?currency=EUR${query}`)
    const { totals } = (await answer.json()) as ForecastDto
    return totals[0]?.billedSoFar
  }
  const write = (total: string) =>
    store.db.updateTable('billing_record').set({ total_cost: total }).where('record_id', '=', 'r-3').execute()

  test('is read anew as soon as a run begins, and kept again when it has ended', async () => {
    expect(await billed()).toBe('1000')
    await write('1100')
    expect(await billed()).toBe('1000')

    const runId = await startIngestRun(store.db, 1, NOW)
    expect(await billed()).toBe('1100')
    await write('1200')
    expect(await billed()).toBe('1200')

    await finishIngestRun(store.db, { accountId: 1, runId, status: 'ok', requests: 1, finishedAt: NOW })
    expect(await billed()).toBe('1200')
    await write('1300')
    expect(await billed()).toBe('1200')
  })

  test('reaches back as far as it is asked to', async () => {
    expect(await billed('&from=2026-04-08&to=2026-04-09')).toBe('288')
    const answer = await createApp(contextOf(store)).request(
      '/api/v1/forecast?currency=USD&from=2020-01-01&to=2026-04-01',
    )
    expect(((await answer.json()) as ForecastDto).totals[0]?.billedSoFar).toBe('26.580000000001')
  })
})
