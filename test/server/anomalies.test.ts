import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Account } from '../../src/db/account-repository.ts'
import type { Store } from '../../src/db/store.ts'
import { startSandbox, type RunningSandbox } from '../../src/sandbox/serve.ts'
import { watchAccount } from '../../src/server/alerts/watch.ts'
import { createApp } from '../../src/server/app.ts'
import type { AnomaliesDto, AnomalyDto } from '../../src/server/dto/anomalies.ts'
import type { AlertsDto } from '../../src/server/dto/alerts.ts'
import { ingestAccount } from '../support/ingest-account.ts'
import { STORES } from '../support/stores.ts'
import { contextOf } from './fixture.ts'

/** The demo's training run of the evening before is still on. */
const NOW = '2026-11-27T10:05:00Z'

/** The demo account as the sandbox serves it, read once. */
describe.each(STORES)('spend that was not to be expected on $name', ({ open }) => {
  let store: Store
  let sandbox: RunningSandbox
  let account: Account

  beforeAll(async () => {
    store = await open()
    sandbox = await startSandbox({ now: Date.parse(NOW), firstDay: '2026-05-30', size: 'small' })
    const reading = await ingestAccount(store, sandbox.url)
    account = reading.account
    await reading.ingest(NOW)
  })
  afterAll(async () => {
    await sandbox.close()
    await store.close()
  })

  const context = () => ({ ...contextOf(store), clock: () => Date.parse(NOW) })
  const ask = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const answer = await createApp(context()).request(`/api/v1/${path}`, {
      method,
      ...(body !== undefined && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    })
    return (answer.headers.get('content-type')!.includes('json') ? answer.json() : answer.text()) as Promise<T>
  }
  const list = async (query = '') => (await ask<AnomaliesDto>('GET', `anomalies${query}`)).rows
  const openAlerts = async () => {
    await watchAccount(context(), account, new Set(['anomaly']))
    return (await ask<AlertsDto>('GET', 'alerts?state=open')).rows.filter(({ kind }) => kind === 'anomaly')
  }
  let going: AnomalyDto

  test('is told with its cause, what it cost beyond the usual and who makes most of it', async () => {
    const rows = await list()
    expect(rows.length).toBeGreaterThan(3)
    const found = rows.find(({ endsAt, currency }) => endsAt === null && currency === 'USD')
    expect(found).toBeDefined()
    going = found!
    expect(going).toMatchObject({ cause: 'new-resource', why: 'a new resource', expected: null })
    expect(going.resources[0]!.name).toMatch(/^train-/)
    expect(Number(going.over)).toBeCloseTo(Number(going.spent) - Number(going.usual), 9)
    expect(rows.map(({ startsAt }) => startsAt)).toEqual(
      rows
        .map(({ startsAt }) => startsAt)
        .sort()
        .reverse(),
    )
  })

  test('is asked for by days and wallet, and comes as a file', async () => {
    const rows = await list()
    // Days of Oslo.
    const [from, to] = ['2026-11-09T23:00:00.000Z', '2026-11-19T23:00:00.000Z']
    expect(await list('?from=2026-11-10&to=2026-11-20')).toEqual(
      rows.filter(({ startsAt }) => startsAt >= from && startsAt < to),
    )
    expect(await list('?currency=EUR')).toEqual(rows.filter(({ currency }) => currency === 'EUR'))
    const csv = await ask<string>('GET', 'exports/anomalies.csv')
    expect(csv.split('\r\n')).toHaveLength(rows.length + 2)
    const whose = await ask<string>('GET', 'exports/anomalies.csv?with=project,cost_center')
    expect(whose.split('\r\n').map((line, i) => [line, csv.split('\r\n')[i]])).toEqual(
      csv.split('\r\n').map((line, i) => [line === '' ? '' : `${line},${i === 0 ? 'project,cost_center' : ','}`, line]),
    )
    expect(csv).toContain(`${going.startsAt},,USD,${going.key},${going.value ?? ''},new-resource,${going.spent}`)
  })

  test('raises an alert until somebody says that it was meant', async () => {
    const alerts = await openAlerts()
    expect(alerts.map(({ cause }) => cause)).toContain(going.id)
    const { text } = alerts.find(({ cause }) => cause === going.id)!
    expect(text).toContain(going.resources[0]!.resourceId)
    expect(text).toContain('qm anomalies expected')
    // Each is told once, however often it is looked at.
    expect(await openAlerts()).toHaveLength(alerts.length)

    const word = { id: going.id, expected: true, by: 'anna', note: 'release' }
    expect(await ask('PUT', 'anomalies/expected', word)).toEqual({ id: going.id, expected: true })
    expect((await openAlerts()).map(({ cause }) => cause)).not.toContain(going.id)
    expect((await list()).find(({ id }) => id === going.id)!.expected).toMatchObject({ by: 'anna', note: 'release' })

    await ask('PUT', 'anomalies/expected', { ...word, expected: false })
    expect((await openAlerts()).map(({ cause }) => cause)).toContain(going.id)
  })

  test('is told to each who has a share in its resources, and to nobody else', async () => {
    const [{ resourceId }] = going.resources as [AnomalyDto['resources'][number]]
    const parts = [
      { project: 'lab', owner: 'anna', share: '2' },
      { project: 'web', share: '1' },
    ]
    await ask('PUT', 'assignments', { resourceIds: [resourceId], parts })
    const all = await list()
    const of = async (query: string) => (await list(query)).map(({ id }) => id)
    const theirs = await of('?project=lab')
    expect(theirs.length).toBeGreaterThan(0)
    expect(theirs.length).toBeLessThan(all.length)
    expect(await of('?owner=anna&project=lab')).toEqual(theirs)
    expect(await of('?owner=anna&project=web')).toEqual([])
    const lists = [...theirs, ...(await of('?project=web')), ...(await of('?project=not%20assigned'))]
    expect(new Set(lists)).toEqual(new Set(all.map(({ id }) => id)))
    for (const row of all)
      expect(theirs.includes(row.id)).toBe(
        row.resources.some((each) => each.resourceId === resourceId) && (row.key !== 'project' || row.value === 'lab'),
      )
    const csv = await ask<string>('GET', 'exports/anomalies.csv?project=lab&with=project,owner')
    expect(csv.split('\r\n')).toHaveLength(theirs.length + 2)
    expect(csv).toContain('lab; web,anna')
    await ask('PUT', 'assignments', { resourceIds: [resourceId], parts: null })
  })

  test('refuses words on what is not there', async () => {
    expect(await ask('PUT', 'anomalies/expected', { id: 'USD wallet', expected: true, by: 'anna' })).toMatchObject({
      status: 404,
      detail: "There is no anomaly 'USD wallet' in the last 30 days.",
    })
  })
})
