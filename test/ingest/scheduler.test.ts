import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Account } from '../../src/db/account-repository.ts'
import { getJob, queueJob, type Job } from '../../src/db/job-repository.ts'
import type { Store } from '../../src/db/store.ts'
import { runHeldIngest } from '../../src/ingest/run-ingest.ts'
import { startScheduler, type SchedulerOptions } from '../../src/ingest/scheduler.ts'
import { bill, startFakeBarrack, type FakeBarrack } from '../support/fake-barrack.ts'
import { ingestAccount } from '../support/ingest-account.ts'
import { clear, STORES } from '../support/stores.ts'

const START = Date.parse('2026-03-01T12:00:00Z')
const MINUTE = 60_000
const ACCOUNT: Account = {
  accountId: 1,
  slug: 'test',
  name: 'Test',
  kind: 'real',
  zone: 'Europe/Oslo',
  createdAt: START,
}

describe.each(STORES)('the scheduler ($name)', ({ open }) => {
  let store: Store
  beforeAll(async () => void (store = await open()))
  afterAll(() => store.close())
  beforeEach(() => clear(store))

  async function set(api: FakeBarrack, scheduled: boolean) {
    let now = START
    const { options } = await ingestAccount(store, api.url)
    const schedulerOptions: SchedulerOptions = {
      store,
      clock: () => now,
      scheduled,
      pollMs: 10,
      run: (account, request) =>
        runHeldIngest({
          ...options,
          account,
          clock: () => now,
          signal: request.signal,
          onProgress: request.onProgress,
          ...(request.sources && { sources: request.sources }),
        }),
    }
    const runs = () => store.db.selectFrom('ingest_run').selectAll().orderBy('run_id').execute()
    return { schedulerOptions, runs, setNow: (at: number) => void (now = at) }
  }

  async function until<T>(look: () => Promise<T | null | false | undefined>): Promise<T> {
    for (;;) {
      const found = await look()
      if (found) return found
      await delay(10)
    }
  }
  const ended = (job: Job) => () => getJob(store.db, job).then((row) => row?.finishedAt != null && row)

  test('does what a job row asks for and leaves the report in it', async () => {
    await using api = await startFakeBarrack({ '/api/instances/billing/': [bill('R1', 'A')] })
    const { schedulerOptions } = await set(api, false)
    const job = await queueJob(store.db, {
      accountId: 1,
      kind: 'ingest',
      input: { sources: ['balance', 'instance-billing'] },
      requestedAt: START,
    })
    const scheduler = startScheduler(schedulerOptions)
    const done = await until(ended(job))
    await scheduler.stop()
    expect(done).toMatchObject({ status: 'done', error: null })
    expect(Object.keys(done.result!.sources as object)).toEqual(['balance', 'instance-billing'])
    expect(done.progress).toMatchObject({ source: 'instance-billing', fetched: 1 })
    expect(await scheduler.status(ACCOUNT)).toEqual([])
  })

  test('two schedulers on one store run each job once', async () => {
    await using api = await startFakeBarrack()
    const { schedulerOptions, runs } = await set(api, false)
    const schedulers = [startScheduler(schedulerOptions), startScheduler(schedulerOptions)]
    const jobs = []
    for (let i = 0; i < 3; i++)
      jobs.push(await queueJob(store.db, { accountId: 1, kind: 'ingest', requestedAt: START }))
    for (const job of jobs) expect(await until(ended(job))).toMatchObject({ status: 'done' })
    await Promise.all(schedulers.map((scheduler) => scheduler.stop()))
    expect(await runs()).toHaveLength(3)
  })

  test('what was tried and is not offered is not due at once in the next process', async () => {
    await using api = await startFakeBarrack()
    const { schedulerOptions, runs, setNow } = await set(api, true)
    const read = async (count: number) => {
      const scheduler = startScheduler(schedulerOptions)
      const all = await until(async () => {
        const rows = await runs()
        return rows.length >= count && rows.every(({ status }) => status !== 'running') && rows
      })
      await scheduler.stop()
      return all
    }
    await read(1)
    const after = startScheduler(schedulerOptions)
    expect((await after.status(ACCOUNT)).filter(({ nextAt }) => nextAt <= START)).toEqual([])
    await after.stop()
    // A day later all are due, among them some that are not offered: that is no failure.
    setNow(START + 24 * 60 * MINUTE)
    expect((await read(2)).map(({ status }) => status)).toEqual(['ok', 'ok'])
  })

  test('reads all at first, then what is due; after an outage each source once', async () => {
    await using api = await startFakeBarrack()
    const { schedulerOptions, runs, setNow } = await set(api, true)
    const sourcesOf = async (runId: number) => {
      const rows = await store.db.selectFrom('ingest_source').select('source').where('run_id', '=', runId).execute()
      return rows.map(({ source }) => source).sort()
    }
    const finished = (count: number) => async () => {
      const all = await runs()
      return all.length >= count && all.every(({ status }) => status !== 'running') && all
    }
    const first = startScheduler(schedulerOptions)
    await until(finished(1))
    expect((await first.status(ACCOUNT)).find(({ source }) => source === 'pricing')).toMatchObject({
      readAt: START,
      nextAt: START + 360 * MINUTE,
    })
    await first.stop()

    setNow(START + 6 * MINUTE)
    const second = startScheduler(schedulerOptions)
    const twice = await until(finished(2))
    await second.stop()
    expect(await sourcesOf(twice[1]!.run_id)).toEqual(expect.arrayContaining(['balance', 'instances']))
    expect(await sourcesOf(twice[1]!.run_id)).not.toContain('instance-billing')

    setNow(START + 90 * 24 * 60 * MINUTE)
    const third = startScheduler(schedulerOptions)
    const thrice = await until(finished(3))
    await third.stop()
    expect(thrice).toHaveLength(3)
    expect(await sourcesOf(thrice[2]!.run_id)).toHaveLength(17)
  })
})
