import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Store } from '../../src/db/store.ts'
import { createApp } from '../../src/server/app.ts'
import { watchAccount } from '../../src/server/alerts/watch.ts'
import type { AlertsDto } from '../../src/server/dto/alerts.ts'
import type { OverviewDto } from '../../src/server/dto/overview.ts'
import type { LastUntilDto, RunwaysDto } from '../../src/server/dto/runway.ts'
import { machine, startFakeBarrack, type FakeBarrack } from '../support/fake-barrack.ts'
import { ingestAccount } from '../support/ingest-account.ts'
import { STORES } from '../support/stores.ts'
import { contextOf } from './fixture.ts'

let store: Store
let api: FakeBarrack
beforeAll(async () => {
  store = await STORES[0]!.open()
  api = await startFakeBarrack()
})
afterAll(async () => {
  await api[Symbol.asyncDispose]()
  await store.close()
})

test('with balance and prices alone there is a burn rate and a runway, marked so, until more can be read', async () => {
  const now = Date.parse('2026-03-20T12:00:00Z')
  const { account, ingest } = await ingestAccount(store, api.url, 'UTC')
  api.account.lists = {}
  // 2 an hour; at 09:00 there was a top-up.
  for (const [hour, balance] of [
    ['07', 300],
    ['08', 298],
    ['09', 596],
    ['10', 594],
    ['12', 590],
  ] as const) {
    api.account.balance = { USD: balance }
    await ingest(`2026-03-20T${hour}:00:00Z`)
  }
  const get = async <T>(path: string) => {
    const app = createApp(contextOf(store, { clock: () => now }))
    return (await (await app.request(`http://127.0.0.1/api/v1${path}`)).json()) as T
  }
  const { wallets } = await get<OverviewDto>('/overview')
  expect(wallets).toMatchObject([
    {
      currency: 'USD',
      knownFrom: 'balance only',
      balance: '590',
      runRatePerHour: '2',
      runRateBasis: [{ basis: 'balance', perHour: '2', resources: 0 }],
      monthToDate: '8',
      // 276 hours to the end of the month at 2 an hour; at 1 to 3 while little was watched.
      monthEnd: { p10: '284', p50: '560', p90: '836', early: true },
      runway: { kind: 'ends', p50: '2026-04-01T19:00:00.000Z' },
    },
  ])
  expect(wallets[0]!.notes.join()).toContain('From balance only')
  const runways = await get<RunwaysDto>('/runway')
  expect(runways.wallets).toMatchObject([
    { currency: 'USD', knownFrom: 'balance only', runRatePerHour: '2', runway: wallets[0]!.runway },
  ])

  // 36 hours to the end of the next day at 2 an hour, and no machine to stop.
  const until = await get<LastUntilDto>('/runway/last-until?currency=USD&until=2026-03-21')
  expect(until).toMatchObject({ knownFrom: 'balance only', chance: 1, likelyPerDay: '48', steps: [] })
  await watchAccount(contextOf(store, { clock: () => now }), account, new Set(['depletion']))
  const { rows } = await get<AlertsDto>('/alerts')
  expect(rows).toMatchObject([{ kind: 'depletion', cause: 'USD', facts: { runRatePerHour: '2' } }])
  expect(rows[0]!.text).toContain('Run rate, from balance only: 2.00 USD an hour.')

  api.account.lists = { '/api/instances/': [machine('A')] }
  await ingest('2026-03-20T12:00:00Z')
  expect((await get<OverviewDto>('/overview')).wallets).toMatchObject([{ knownFrom: 'records', runRatePerHour: '1.5' }])
})
