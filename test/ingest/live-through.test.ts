import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Store } from '../../src/db/store.ts'
import { liveThrough } from '../../src/ingest/live-through.ts'
import { startSandbox, type RunningSandbox } from '../../src/sandbox/serve.ts'
import { contents, ingestAccount, sumByCurrency } from '../support/ingest-account.ts'
import { clear, STORES } from '../support/stores.ts'

const HOUR = 3_600_000
const TO = Date.parse('2026-03-20T10:00:00Z')
const FROM = TO - 50 * HOUR

describe.each(STORES)('living through the past ($name)', ({ open }) => {
  let store: Store
  let sandbox: RunningSandbox
  beforeAll(async () => {
    store = await open()
    sandbox = await startSandbox({ now: TO, firstDay: '2026-02-01', size: 'small' })
  })
  afterAll(async () => {
    await sandbox.close()
    await store.close()
  })
  beforeEach(() => clear(store))

  /** Lives from FROM to TO; stops after so many steps of the clock. */
  async function live(account: Awaited<ReturnType<typeof ingestAccount>>, stopAfter = Infinity) {
    const fullReadings: number[] = []
    const steps = new Set<number>()
    const report = await liveThrough({
      ...account.options,
      from: FROM,
      to: TO,
      async stepSandbox(to) {
        // The same moment comes again where a connection broke.
        steps.add(to)
        if (steps.size > stopAfter) throw new Error('killed')
        const headers = { 'content-type': 'application/json' }
        const body = JSON.stringify({ now: new Date(to).toISOString() })
        await fetch(`${sandbox.url}/_sandbox/clock`, { method: 'POST', headers, body })
      },
      onFullReading: (at) => Promise.resolve(void fullReadings.push(at)),
    })
    return { report, fullReadings, steps: steps.size }
  }

  const tables = [
    'balance_observation',
    'billing_record',
    'billing_record_version',
    'charge_day',
    'price_version',
    'resource',
    'resource_status',
    'source_cursor',
    'stock_observation',
  ] as const

  test('looks every hour, reads all once a day, and goes on where it was ended as if it never had been', async () => {
    const account = await ingestAccount(store, sandbox.url)
    const { report, fullReadings, steps } = await live(account)
    expect(steps).toBe(51)
    expect(fullReadings).toEqual([TO - 48 * HOUR, TO - 24 * HOUR, TO])
    expect(report).toMatchObject({ status: 'ok', finishedAt: new Date(TO).toISOString() })
    expect(await store.db.selectFrom('ingest_run').select('status').execute()).toEqual(
      fullReadings.map(() => ({ status: 'ok' })),
    )
    const moments = await store.db.selectFrom('balance_observation').select('observed_at').distinct().execute()
    expect(moments).toHaveLength(51)
    expect(await sumByCurrency(store, 'charge_day', "resource_type <> 'ai_model'")).toEqual(
      await sumByCurrency(store, 'billing_record'),
    )
    const whole = await contents(store, ...tables)

    expect(await live(account)).toMatchObject({ report: null, steps: 0 })
    expect(await contents(store, ...tables)).toEqual(whole)

    await clear(store)
    const again = await ingestAccount(store, sandbox.url)
    for (const stopAfter of [2, 7, 20]) await expect(live(again, stopAfter)).rejects.toThrow('killed')
    const running = await store.db.selectFrom('ingest_run').select('status').distinct().execute()
    expect(running).toEqual([{ status: 'running' }])
    await live(again)
    expect(await contents(store, ...tables)).toEqual(whole)
  })
})
