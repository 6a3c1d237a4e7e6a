import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { holdingAccount } from '../../src/db/account-lock.ts'
import * as accounts from '../../src/db/account-repository.ts'
import * as runs from '../../src/db/ingest-run-repository.ts'
import * as jobs from '../../src/db/job-repository.ts'
import type { Store } from '../../src/db/store.ts'
import { clear, STORES } from '../support/stores.ts'

const NOW = Date.UTC(2026, 2, 1, 12, 0, 0, 250)
const ACCOUNT = { slug: 'acme', name: 'Acme', kind: 'real', zone: 'Europe/Oslo', createdAt: NOW } as const
const COUNTS = { requests: 3, fetched: 3, inserted: 1, updated: 1, unchanged: 1, quarantined: 0, error: null }

describe.each(STORES)('repositories on $name', ({ open }) => {
  let store: Store
  let accountId: number
  beforeAll(async () => {
    store = await open()
  })
  beforeEach(async () => {
    await clear(store)
    accountId = (await accounts.createAccount(store.db, ACCOUNT)).accountId
  })
  afterAll(() => store.close())

  describe('account', () => {
    test('is found by number and by slug', async () => {
      const account = { accountId, ...ACCOUNT }
      expect(await accounts.getAccount(store.db, accountId)).toEqual(account)
      expect(await accounts.findAccount(store.db, 'acme')).toEqual(account)
      expect(await accounts.findAccount(store.db, 'other')).toBeNull()
      expect(await accounts.getAccount(store.db, 999)).toBeNull()
    })

    test('slugs are unique, and the list keeps its order', async () => {
      await expect(accounts.createAccount(store.db, ACCOUNT)).rejects.toThrow('account_slug_key')
      await accounts.createAccount(store.db, { ...ACCOUNT, slug: 'aaa' })
      await accounts.setAccountZone(store.db, accountId, 'Asia/Kolkata')
      expect((await accounts.listAccounts(store.db)).map(({ slug, zone }) => [slug, zone])).toEqual([
        ['acme', 'Asia/Kolkata'],
        ['aaa', 'Europe/Oslo'],
      ])
    })
  })

  describe('job', () => {
    const queue = (kind = 'ingest', requestedAt = NOW) => jobs.queueJob(store.db, { accountId, kind, requestedAt })

    test('goes from queued over running to done', async () => {
      const queued = await jobs.queueJob(store.db, {
        accountId,
        kind: 'ingest',
        input: { sources: ['balance'] },
        requestedAt: NOW,
      })
      expect(queued).toMatchObject({
        status: 'queued',
        input: { sources: ['balance'] },
        progress: null,
        startedAt: null,
      })
      const taken = await jobs.takeJob(store.db, accountId, 'ingest', NOW + 1)
      expect(taken).toEqual({ ...queued, status: 'running', startedAt: NOW + 1 })
      await jobs.setJobProgress(store.db, queued, { done: 2, of: 5 })
      expect((await jobs.getJob(store.db, queued))?.progress).toEqual({ done: 2, of: 5 })
      await jobs.finishJob(store.db, queued, { status: 'ok' }, NOW + 2)
      expect(await jobs.getJob(store.db, queued)).toMatchObject({
        status: 'done',
        result: { status: 'ok' },
        finishedAt: NOW + 2,
      })
      expect(await jobs.takeJob(store.db, accountId, 'ingest', NOW)).toBeNull()
    })

    test('the one that waits longest is taken first, of its kind alone', async () => {
      const late = await queue('ingest', NOW + 5)
      const early = await queue('ingest', NOW)
      const other = await queue('doctor', NOW - 5)
      expect((await jobs.takeJob(store.db, accountId, 'ingest', NOW))?.jobId).toBe(early.jobId)
      expect((await jobs.takeJob(store.db, accountId, 'ingest', NOW))?.jobId).toBe(late.jobId)
      expect(await jobs.takeJob(store.db, accountId, 'ingest', NOW)).toBeNull()
      expect((await jobs.takeJob(store.db, accountId, 'doctor', NOW))?.jobId).toBe(other.jobId)
    })

    test('two takers at once never get the same', async () => {
      for (let count = 0; count < 4; count++) await queue()
      const taken = await Promise.all(Array.from({ length: 6 }, () => jobs.takeJob(store.db, accountId, 'ingest', NOW)))
      const ids = taken.flatMap((job) => job?.jobId ?? [])
      expect(new Set(ids).size).toBe(ids.length)
    })

    test('the running one is found before a queued one', async () => {
      expect(await jobs.findOpenJob(store.db, accountId, 'ingest')).toBeNull()
      const first = await queue()
      await jobs.takeJob(store.db, accountId, 'ingest', NOW)
      await queue()
      expect((await jobs.findOpenJob(store.db, accountId, 'ingest'))?.jobId).toBe(first.jobId)
    })

    test('what an ended process left running fails; what is queued stays', async () => {
      const left = await queue()
      await jobs.takeJob(store.db, accountId, 'ingest', NOW)
      const waiting = await queue()
      expect(await jobs.failAbandonedJobs(store.db, accountId, NOW + 9)).toBe(1)
      expect(await jobs.getJob(store.db, left)).toMatchObject({
        status: 'failed',
        error: 'The process that ran it ended',
        finishedAt: NOW + 9,
      })
      expect((await jobs.getJob(store.db, waiting))?.status).toBe('queued')
      await jobs.failJob(store.db, waiting, 'The key was refused', NOW)
      expect(await jobs.getJob(store.db, waiting)).toMatchObject({ status: 'failed', error: 'The key was refused' })
    })
  })

  describe('ingest run', () => {
    test('comes back with its sources in their order, the newest first', async () => {
      const first = await runs.startIngestRun(store.db, accountId, NOW)
      await runs.recordIngestSource(store.db, accountId, first, { source: 'regions', ...COUNTS, finishedAt: NOW + 1 })
      await runs.recordIngestSource(store.db, accountId, first, {
        source: 'balance',
        ...COUNTS,
        error: 'timed out',
        finishedAt: NOW + 2,
      })
      await runs.finishIngestRun(store.db, {
        accountId,
        runId: first,
        status: 'partial',
        requests: 7,
        finishedAt: NOW + 3,
      })
      const second = await runs.startIngestRun(store.db, accountId, NOW + 10)

      const finished = {
        accountId,
        runId: first,
        startedAt: NOW,
        finishedAt: NOW + 3,
        status: 'partial',
        requests: 7,
        sources: [
          { source: 'regions', ...COUNTS, finishedAt: NOW + 1 },
          { source: 'balance', ...COUNTS, error: 'timed out', finishedAt: NOW + 2 },
        ],
      }
      const open = {
        accountId,
        runId: second,
        startedAt: NOW + 10,
        finishedAt: null,
        status: 'running',
        requests: 0,
        sources: [],
      }
      expect(await runs.latestIngestRuns(store.db, accountId, 20)).toEqual([open, finished])
      expect(await runs.latestIngestRuns(store.db, accountId, 1)).toEqual([open])
      expect(await runs.lastFinishedIngestRun(store.db, accountId)).toEqual(finished)
      expect(await runs.failAbandonedIngestRuns(store.db, accountId, NOW + 20)).toBe(1)
      expect(await runs.lastFinishedIngestRun(store.db, accountId)).toMatchObject({ runId: second, status: 'failed' })
      await runs.recordIngestSource(store.db, accountId, second, {
        source: 'regions',
        ...COUNTS,
        error: 'gone',
        finishedAt: NOW + 11,
      })
      expect(await runs.latestSourceOutcomes(store.db, accountId)).toEqual([
        { source: 'balance', error: 'timed out', finishedAt: NOW + 2 },
        { source: 'regions', error: 'gone', finishedAt: NOW + 11 },
      ])
      expect(await runs.latestSourceOutcomes(store.db, 99)).toEqual([])
    })

    test('an account without one has none', async () => {
      expect(await runs.latestIngestRuns(store.db, accountId, 20)).toEqual([])
      expect(await runs.lastFinishedIngestRun(store.db, accountId)).toBeNull()
    })
  })

  describe('holding an account', () => {
    test('is for one at a time and free again after an error', async () => {
      const outer = await holdingAccount(store, accountId, async () => {
        const accountsSeen = await accounts.listAccounts(store.db)
        const inner = await holdingAccount(store, accountId, () => Promise.resolve('inner'))
        const other = await holdingAccount(store, accountId + 1, () => Promise.resolve('other'))
        return { accountsSeen: accountsSeen.length, inner, other }
      })
      expect(outer).toEqual({ result: { accountsSeen: 1, inner: null, other: { result: 'other' } } })
      await expect(holdingAccount(store, accountId, () => Promise.reject(new Error('broke')))).rejects.toThrow('broke')
      expect(await holdingAccount(store, accountId, () => Promise.resolve(1))).toEqual({ result: 1 })
    })
  })
})
