import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Store } from '../../src/db/store.ts'
import { defaultRules, type RatingRules } from '../../src/engine/index.ts'
import { rebuildCharges } from '../../src/charges/rebuild-charges.ts'
import { contextOf, runIngest } from '../../src/ingest/run-ingest.ts'
import { startSandbox } from '../../src/sandbox/serve.ts'
import { bill, machine, startFakeBarrack } from '../support/fake-barrack.ts'
import { contents, ingestAccount, sumByCurrency } from '../support/ingest-account.ts'
import { clear, STORES } from '../support/stores.ts'

const HOUR = 3_600_000
const FIRST_READ = Date.parse('2026-03-04T12:00:00Z')
const LAST_READ = FIRST_READ + 30 * HOUR
const SAME_RECORD: RatingRules = { ...defaultRules, hibernation: 'same_record' }
const LISTS = ['pricing', 'instances', 'instance-billing'] as const

describe.each(STORES)('the two shapes of hibernation ($name)', ({ open }) => {
  let store: Store
  beforeAll(async () => void (store = await open()))
  afterAll(() => store.close())
  beforeEach(() => clear(store))

  /** Reads the demo account in one shape every hour; gives its ledger. */
  async function readHourly(hibernation: 'records' | 'one-record', rules: RatingRules) {
    await clear(store)
    const sandbox = await startSandbox({ now: FIRST_READ, firstDay: '2026-02-26', size: 'small', hibernation })
    try {
      const { options } = await ingestAccount(store, sandbox.url)
      for (let now = FIRST_READ; now <= LAST_READ; now += HOUR) {
        const headers = { 'content-type': 'application/json' }
        const body = JSON.stringify({ now: new Date(now).toISOString() })
        await fetch(`${sandbox.url}/_sandbox/clock`, { method: 'POST', headers, body })
        const report = await runIngest({ ...options, rules, sources: LISTS, clock: () => now })
        expect(report.status).toBe('ok')
      }
      expect(await sumByCurrency(store, 'charge_day')).toEqual(await sumByCurrency(store, 'billing_record'))
      const incremental = await contents(store, 'charge_day')
      await rebuildCharges(contextOf({ ...options, rules, clock: () => LAST_READ }))
      expect(await contents(store, 'charge_day')).toEqual(incremental)
      return { whole: await minutes(), watched: await minutes('2026-03-05') }
    } finally {
      await sandbox.close()
    }
  }

  /** Minutes by machine and state (running whatever it is called), by day as well from a day on. */
  async function minutes(from: string | null = null): Promise<Map<string, number>> {
    const { rows } = await sql<{ key: string; minutes: number }>`
      select concat_ws(' ', resource_id, case state when 'hibernated' then 'asleep' else 'awake' end,
          ${from === null ? sql`null` : sql`day`}) as key, round(sum(seconds) / 60.0)::int4 as minutes
      from charge_day where ${from === null ? sql`true` : sql`day >= ${from}::date`} group by 1`.execute(store.db)
    return new Map(rows.map(({ key, minutes }) => [key, minutes]))
  }

  test('give the same minutes per state of each machine, and the same days to the minute since the first reading', async () => {
    const own = await readHourly('records', defaultRules)
    const same = await readHourly('one-record', SAME_RECORD)
    const nights = [...own.watched.keys()].filter((key) => key.includes('asleep'))
    expect(nights.filter((key) => own.watched.has(key.replace('asleep', 'awake'))).length).toBeGreaterThan(2)
    for (const span of ['whole', 'watched'] as const) {
      const off = [...new Set([...own[span].keys(), ...same[span].keys()])]
        .map((key) => [key, own[span].get(key) ?? 0, same[span].get(key) ?? 0] as const)
        .filter(([, a, b]) => Math.abs(a - b) > 1)
      expect(off, span).toEqual([])
    }
  })

  test('a record that was seen asleep and awake is split without any setting', async () => {
    const path = '/api/instances/billing/'
    await using api = await startFakeBarrack({ '/api/instances/': [machine('A')] })
    const { ingest, options } = await ingestAccount(store, api.url)
    // 90 minutes at 1.50, ten of going to sleep, 80 asleep at 0.01, ten of waking, 50 at 1.50.
    const values = [
      ['2026-02-27T21:00:00Z', 60, 1.5, 'active', null],
      ['2026-02-27T22:00:00Z', 110, 2.2533, 'hibernated', null],
      ['2026-02-27T23:00:00Z', 170, 2.2633, 'hibernated', null],
      ['2026-02-28T00:00:00Z', 220, 3.5133, 'active', null],
      ['2026-02-28T01:00:00Z', 220, 3.5133, 'completed', '2026-02-28T00:00:00Z'],
    ] as const
    for (const [at, total_duration_minutes, total_cost, status, end_time] of values) {
      api.account.lists[path] = [bill('R1', 'A', { total_duration_minutes, total_cost, status, end_time })]
      expect((await ingest(at)).status).toBe('ok')
    }
    const { rows } = await sql<{ row: string }>`
      select concat_ws(' ', day, state, seconds / 60) as row from charge_day order by day, state`.execute(store.db)
    // The day of Oslo ends at 23:00 UTC.
    expect(rows.map(({ row }) => row)).toEqual([
      '2026-02-27 active 30',
      '2026-02-27 hibernated 80',
      '2026-02-27 unknown 60',
      '2026-02-28 active 50',
    ])
    expect(await sumByCurrency(store, 'charge_day')).toEqual({ USD: '3.5133' })
    const incremental = await contents(store, 'charge_day')
    await rebuildCharges(contextOf({ ...options, clock: () => LAST_READ }))
    expect(await contents(store, 'charge_day')).toEqual(incremental)
  })
})
