import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Store } from '../../src/db/store.ts'
import { createApp } from '../../src/server/app.ts'
import type { TypedFactsDto } from '../../src/server/dto/typed-facts.ts'
import { contextOf } from '../server/fixture.ts'
import { bill, machine, startFakeBarrack, type FakeBarrack } from '../support/fake-barrack.ts'
import { ingestAccount, type IngestAccount } from '../support/ingest-account.ts'
import { STORES } from '../support/stores.ts'

const volumeBill = {
  billing_id: 'V1',
  volume_id: 'V',
  volume_name: 'data',
  size_gb: 1000,
  tier: 'Advanced',
  start_time: '2026-02-28T10:00:00Z',
  end_time: '2026-03-01T02:00:00Z',
  total_duration_minutes: 960,
  per_minute_rate: 0.005,
  total_cost: 4.8,
  currency: 'USD',
  status: 'deleted',
}
const CSV = 'exports/charges.csv?from=2026-02-20&to=2026-03-20'
const JSON_TYPE = { 'content-type': 'application/json' }

describe.each(STORES)('facts that people type ($name)', ({ open }) => {
  let store: Store
  let api: FakeBarrack
  let account: IngestAccount
  beforeAll(async () => {
    store = await open()
    api = await startFakeBarrack()
    api.account.pricing = {
      gpus: { pricing: { legacy: { L40: { prices: { USD: 1.5 }, max_count: 8 } } } },
      volumes: { pricing: { advanced: { NVMe: { prices: { USD: 0.3 } } } } },
    }
    api.account.lists = {
      '/api/instances/': [machine('A', { region: null })],
      '/api/instances/billing/': [bill('R1', 'A', { total_cost: 2 })],
      '/api/volumes/billing/': [volumeBill],
    }
    account = await ingestAccount(store, api.url)
    await account.ingest('2026-02-28T12:00:00Z')
  })
  afterAll(async () => {
    await api[Symbol.asyncDispose]()
    await store.close()
  })

  const ask = (path: string, at: string, init?: RequestInit) =>
    createApp(contextOf(store, { clock: () => Date.parse(at) })).request(`/api/v1/${path}`, init)
  const send = (method: string, path: string, at: string, body: unknown) =>
    ask(path, at, { method, headers: JSON_TYPE, body: JSON.stringify(body) })
  const list = async (at: string) => (await (await ask('typed-facts', at)).json()) as TypedFactsDto
  const csv = async (at: string) => (await ask(CSV, at)).text()
  const column = (text: string, name: string) => {
    const [head, ...rows] = text.trim().split('\r\n')
    return rows.map((row) => row.split(',')[head!.split(',').indexOf(name)])
  }

  test('are asked for by the money that rests on them, kept through readings, and change no billed amount', async () => {
    const before = await list('2026-03-02T09:00:00Z')
    expect(before.rows.map(({ resourceId, missing }) => [resourceId, missing])).toEqual([
      ['V', ['region', 'volumeType']],
      ['A', ['region']],
    ])
    const first = await ask('typed-facts?limit=1', '2026-03-02T09:00:00Z')
    expect(await first.json()).toMatchObject({ rows: [{ resourceId: 'V' }], missing: 2, all: 2 })
    const csvBefore = await csv('2026-03-02T09:00:00Z')

    const said = { resourceId: 'data', region: 'NORWAY-1', volumeType: 'NVMe', by: 'Kim' }
    expect((await send('PUT', 'typed-facts', '2026-03-02T10:00:00Z', said)).status).toBe(200)
    const after = await list('2026-03-02T10:00:01Z')
    expect(after.rows.find(({ resourceId }) => resourceId === 'V')).toMatchObject({
      region: 'NORWAY-1',
      missing: [],
      typed: [
        { fact: 'region', by: 'Kim', at: '2026-03-02T10:00:00.000Z' },
        { fact: 'volumeType', by: 'Kim', at: '2026-03-02T10:00:00.000Z' },
      ],
    })
    const csvAfter = await csv('2026-03-02T10:00:01Z')
    expect(csvAfter).not.toBe(csvBefore)
    expect(csvAfter).toContain('NORWAY-1')
    expect(column(csvAfter, 'billed_cost')).toEqual(column(csvBefore, 'billed_cost'))

    await account.ingest('2026-03-03T12:00:00Z')
    expect((await list('2026-03-03T13:00:00Z')).rows.find(({ resourceId }) => resourceId === 'V')?.typed).toHaveLength(
      2,
    )
    expect(await (await ask(`${CSV}&asOf=2026-03-02T09:00:00Z`, '2026-03-03T13:00:00Z')).text()).not.toContain(
      'NORWAY-1',
    )
  })

  test('give way to what Barrack tells, and are refused against it', async () => {
    const file = (await (await ask('exports/typed-facts.csv', '2026-03-04T09:00:00Z')).text()).replace(
      /^A,([^,]*),([^,]*),,/m,
      'A,$1,$2,CANADA-1,',
    )
    const taken = await send('POST', 'typed-facts/import', '2026-03-04T10:00:00Z', { csv: file, by: 'Lee' })
    expect(await taken.json()).toEqual({ resources: 1 })
    api.account.lists['/api/instances/'] = [machine('A', { region: 'NORWAY-2' })]
    await account.ingest('2026-03-04T12:00:00Z')
    expect((await list('2026-03-04T13:00:00Z')).rows.map(({ resourceId }) => resourceId)).toEqual(['V'])
    const against = { resourceId: 'A', region: 'CANADA-1', by: 'Lee' }
    const refused = await send('PUT', 'typed-facts', '2026-03-04T13:00:00Z', against)
    expect(refused.status).toBe(400)
    expect(await refused.text()).toContain('Barrack itself tells the region of vm A')
    const taken2 = await send('PUT', 'typed-facts', '2026-03-04T13:00:00Z', {
      resourceId: 'V',
      region: null,
      by: 'Lee',
    })
    expect(taken2.status).toBe(200)
    expect((await list('2026-03-04T14:00:00Z')).rows[0]?.missing).toEqual(['region'])
  })

  test.each([
    [{ resourceId: 'nobody', region: 'X', by: 'Lee' }, "there is no resource 'nobody'"],
    [{ resourceId: 'A', volumeType: 'NVMe', by: 'Lee' }, 'has no volume_type'],
    [{ resourceId: 'V', region: 'X' }, 'by'],
  ])('%j is refused', async (body, reason) => {
    const answer = await send('PUT', 'typed-facts', '2026-03-05T13:00:00Z', body)
    expect(answer.status).toBe(400)
    expect(await answer.text()).toContain(reason)
  })
})
