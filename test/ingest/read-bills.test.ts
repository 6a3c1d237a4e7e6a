import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createBarrackClient } from '../../src/barrack/client.ts'
import type { Pace, RateLimiter } from '../../src/barrack/rate-limiter.ts'
import type { Store } from '../../src/db/store.ts'
import { accountSchedule } from '../../src/ingest/account-schedule.ts'
import { runIngest } from '../../src/ingest/run-ingest.ts'
import { defaultIntervals } from '../../src/ingest/schedule.ts'
import { bill, startFakeBarrack } from '../support/fake-barrack.ts'
import { ingestAccount, sumByCurrency } from '../support/ingest-account.ts'
import { clear, STORES } from '../support/stores.ts'

const BILLING = '/api/instances/billing/'
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const START = Date.parse('2026-03-01T12:00:00Z')

/** Bills of ten hours, one an hour, the oldest first; the first of all has been open for ever. */
function bills(count: number) {
  return Array.from({ length: count }, (_, i) => {
    const startsAt = START - (6000 - i) * HOUR
    const times = {
      start_time: new Date(startsAt).toISOString(),
      end_time: new Date(startsAt + 10 * HOUR).toISOString(),
    }
    return bill(`R${i}`, `M${i % 7}`, i === 0 ? { ...times, end_time: null, status: 'active' } : times)
  })
}

describe.each(STORES)('a long list of bills ($name)', ({ open }) => {
  let store: Store
  beforeAll(async () => void (store = await open()))
  afterAll(() => store.close())
  beforeEach(() => clear(store))

  test.each([
    ['newest first', true],
    ['oldest first', false],
  ])('%s: between two sweeps what can have changed is read', async (_, isNewestFirst) => {
    const inOrder = (rows: unknown[]) => (isNewestFirst ? [...rows].reverse() : rows)
    await using api = await startFakeBarrack({ [BILLING]: inOrder(bills(3000)) })
    const { options } = await ingestAccount(store, api.url)
    const read = async (at: number, sweep: 'due' | 'whole') => {
      const sources = ['instance-billing'] as const
      const report = await runIngest({ ...options, clock: () => at, sources, sweep })
      expect(report.status).toBe('ok')
      expect(await sumByCurrency(store, 'charge_day')).toEqual(await sumByCurrency(store, 'billing_record'))
      return { requests: report.requests, ...report.sources['instance-billing']! }
    }
    expect(await read(START, 'due')).toMatchObject({ requests: 6, inserted: 3000 })

    const grown = { total_duration_minutes: 660, total_cost: 16.5 }
    const next = bills(3003).map((row, i) => (i === 0 ? { ...row, ...grown } : row))
    api.account.lists[BILLING] = inOrder(next)
    const second = await read(START + HOUR, 'due')
    expect(second).toMatchObject({ inserted: 3, updated: 1, quarantined: 0 })
    expect(second.requests).toBeLessThanOrEqual(5)

    // A restatement of an old bill is found by the daily sweep.
    const restated = next.map((row, i) => (i === 1500 ? { ...row, total_cost: 12 } : row))
    api.account.lists[BILLING] = inOrder(restated)
    expect(await read(START + 2 * HOUR, 'due')).toMatchObject({ inserted: 0, updated: 0 })
    expect(await read(START + 25 * HOUR, 'due')).toMatchObject({ requests: 7, fetched: 3003, updated: 1 })

    // Where an open record is not where it should be, all is read.
    const moved = [...restated.slice(1, 1500), restated[0]!, ...restated.slice(1500)]
    api.account.lists[BILLING] = inOrder(moved)
    expect(await read(START + 26 * HOUR, 'due')).toMatchObject({ fetched: 3003, unchanged: 3003 })
  })

  test('the daily sweep of the schedule leaves room for others; what a person asks for does not wait', async () => {
    await using api = await startFakeBarrack({ [BILLING]: bills(3000).reverse() })
    const { options } = await ingestAccount(store, api.url)
    const paces: Pace[] = []
    const take: RateLimiter['take'] = (_signal, pace = 'full') => Promise.resolve(void paces.push(pace))
    const limiter = { take, sentLately: () => 0, countOthers: () => undefined }
    const client = createBarrackClient({ baseUrl: api.url, apiKey: 'a-secret-key', limiter })
    const read = async (at: number, sweep: 'due' | 'whole') => {
      paces.length = 0
      await runIngest({ ...options, client, clock: () => at, sources: ['instance-billing'], sweep })
      return Object.fromEntries(['full', 'spare'].map((pace) => [pace, paces.filter((one) => one === pace).length]))
    }
    expect(await read(START, 'whole')).toEqual({ full: 6, spare: 0 })
    expect((await read(START + HOUR, 'due')).spare).toBe(0)
    expect(await read(START + 25 * HOUR, 'due')).toEqual({ full: 3, spare: 3 })
  })

  test.each([
    ['newest first', true],
    ['oldest first', false],
  ])('%s: the daily sweep of a very long list goes on from reading to reading', async (_, isNewestFirst) => {
    const inOrder = (rows: unknown[]) => (isNewestFirst ? [...rows].reverse() : rows)
    const first = bills(2400).map((row, i) => (i === 0 ? { ...row, end_time: row.start_time, status: 'ended' } : row))
    await using api = await startFakeBarrack({ [BILLING]: inOrder(first) })
    api.account.pageSize = 10
    const { account, options } = await ingestAccount(store, api.url)
    const read = async (at: number, sweep: 'due' | 'whole' = 'due') => {
      const report = await runIngest({ ...options, clock: () => at, sources: ['instance-billing'], sweep })
      expect(report.status).toBe('ok')
      const intervals = { ...defaultIntervals, balance: HOUR }
      const { sources } = await accountSchedule(store.db, account.accountId, { intervals, maxPerMinute: null })
      const { sweep: left, nextAt } = sources.find(({ source }) => source === 'instance-billing')!
      return {
        requests: report.requests,
        updated: report.sources['instance-billing']!.updated,
        left,
        next: nextAt - at,
      }
    }
    expect(await read(START, 'whole')).toMatchObject({ requests: 240, left: null, next: HOUR })

    // Two restatements of old bills, and bills that come while the sweep is under way.
    const restated = bills(2425).map((row, i) => {
      if (i === 0) return first[0]
      return i === 700 || i === 1300 ? { ...row, total_cost: 12 } : row
    })
    let at = START + 25 * HOUR
    api.account.lists[BILLING] = inOrder(restated.slice(0, 2412))
    const slices = [await read(at)]
    while (slices.at(-1)!.left !== null && slices.length < 9) {
      api.account.lists[BILLING] = inOrder(restated)
      at += 5 * MINUTE
      slices.push(await read(at))
    }
    expect(slices.map(({ left }) => left?.pages)).toEqual([242, 243, undefined])
    expect(slices.map(({ next }) => next)).toEqual([5 * MINUTE, 5 * MINUTE, HOUR])
    expect(Math.max(...slices.map(({ requests }) => requests))).toBeLessThanOrEqual(106)
    expect(slices.reduce((sum, { updated }) => sum + updated, 0)).toBe(2)
    expect(await sumByCurrency(store, 'charge_day')).toEqual(await sumByCurrency(store, 'billing_record'))
    expect((await read(at + HOUR)).requests).toBeLessThanOrEqual(5)
  })

  test('an open bill that is no longer there is looked for once, not with every reading', async () => {
    await using api = await startFakeBarrack({ [BILLING]: bills(3000).reverse() })
    const { options } = await ingestAccount(store, api.url)
    const requests = async (at: number) =>
      (await runIngest({ ...options, clock: () => at, sources: ['instance-billing'], sweep: 'due' })).requests
    await requests(START)
    api.account.lists[BILLING] = bills(3000).slice(1).reverse()
    expect(await requests(START + HOUR)).toBe(6)
    expect(await requests(START + 2 * HOUR)).toBe(2)
  })

  test('a list without order in time is read to its end', async () => {
    const shuffled = bills(2500).sort(
      (a, b) => ((Number(a.billing_id.slice(1)) * 7919) % 2500) - ((Number(b.billing_id.slice(1)) * 7919) % 2500),
    )
    await using api = await startFakeBarrack({ [BILLING]: shuffled })
    const { options } = await ingestAccount(store, api.url)
    for (const at of [START, START + HOUR]) {
      const report = await runIngest({ ...options, clock: () => at, sources: ['instance-billing'], sweep: 'due' })
      expect(report.sources['instance-billing']).toMatchObject({ fetched: 2500, quarantined: 0 })
    }
  })
})
