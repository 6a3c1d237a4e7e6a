import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { findMachineDetails } from '../../src/db/machine-detail-repository.ts'
import type { Store } from '../../src/db/store.ts'
import { inOrder } from '../../src/ingest/ingest-report.ts'
import { runIngest } from '../../src/ingest/run-ingest.ts'
import { machine, startFakeBarrack, type FakeBarrack } from '../support/fake-barrack.ts'
import { ingestAccount } from '../support/ingest-account.ts'
import { clear, STORES } from '../support/stores.ts'

const AT = '2026-03-01T12:00:00Z'
const LATER = '2026-03-01T13:00:00Z'
const LATEST = '2026-03-01T14:00:00Z'
const NEXT_DAY = '2026-03-02T13:30:00Z'
const INSTANCES = '/api/instances/'

const details = (id: string, more: Record<string, unknown> = {}) => ({
  ...machine(id),
  image: { name: 'Ubuntu 22.04' },
  flavor: { name: 'n3-L40x1', cpu: 28, ram: '58' },
  private_ip: '10.0.0.5',
  ssh_keys: ['ada'],
  security_rules: [
    {
      id: 1,
      direction: 'ingress',
      protocol: 'tcp',
      port_range_min: 22,
      port_range_max: '22',
      remote_ip_prefix: '::/0',
    },
  ],
  volume_attachments: [{ device: '/dev/vdb', volume: { id: 7, name: 'data', size: 500 } }],
  startup_script: 'export TOKEN=abc',
  ...more,
})

const answering = (api: FakeBarrack, id: string, more: Record<string, unknown> = {}) =>
  api.faults.set(`${INSTANCES}${id}/`, () => ({ body: { success: true, instance: details(id, more) } }))

/** Which machines were asked about since the last time. */
function askedOf(api: FakeBarrack) {
  let before = 0
  return () => {
    const since = api.server.requests.slice(before)
    before = api.server.requests.length
    return since.flatMap(({ url }) => /^\/api\/instances\/([A-Z]\d*)\/$/.exec(url.pathname)?.[1] ?? []).sort()
  }
}

describe.each(STORES)('the details of machines ($name)', ({ name, open }) => {
  let store: Store
  beforeAll(async () => void (store = await open()))
  afterAll(() => store.close())
  beforeEach(() => clear(store))

  const known = async () => (await findMachineDetails(store.db, 1)).map(({ resourceId }) => resourceId)
  const waiting = () =>
    store.db.selectFrom('quarantine').select(['source', 'reason', 'payload']).where('resolved_at', 'is', null).execute()

  test('each machine is asked about once, a changed one again, and what was told outlives it', async () => {
    await using api = await startFakeBarrack({ [INSTANCES]: [machine('A'), machine('B')] })
    for (const id of ['A', 'B', 'C']) answering(api, id)
    const asked = askedOf(api)
    const { ingest } = await ingestAccount(store, api.url)
    expect((await ingest(AT)).sources.instances).toEqual({
      ...{ fetched: 2, inserted: 2, updated: 0, unchanged: 0, quarantined: 0, error: null },
    })
    expect(asked()).toEqual(['A', 'B'])
    expect((await findMachineDetails(store.db, 1))[0]).toEqual({
      resourceId: 'A',
      knownAt: Date.parse(AT),
      readAt: Date.parse(AT),
      details: {
        image: 'Ubuntu 22.04',
        flavor: 'n3-L40x1',
        vcpus: 28,
        ramGb: 58,
        rootDiskGb: null,
        ephemeralGb: null,
        privateIp: '10.0.0.5',
        sshKeys: ['ada'],
        securityRules: [
          { direction: 'ingress', protocol: 'tcp', ethertype: null, portFrom: 22, portTo: 22, remote: '::/0' },
        ],
        volumes: [{ volumeId: '7', name: 'data', device: '/dev/vdb', volumeType: null, sizeGb: 500, isBootable: null }],
      },
    })
    expect(JSON.stringify(await store.db.selectFrom('machine_detail').selectAll().execute())).not.toContain('TOKEN')

    await ingest(LATER)
    expect(asked()).toEqual([])
    api.account.lists[INSTANCES] = [machine('A', { volume_ids: ['8'], seconds_up: 17 }), machine('C')]
    answering(api, 'A', { image: 'Ubuntu 24.04' })
    await ingest(LATEST)
    expect(asked()).toEqual(['A', 'C'])
    // B is gone, and a field that moves by itself is no change.
    api.account.lists[INSTANCES] = [machine('A', { volume_ids: ['8'], seconds_up: 18 }), machine('C')]
    await ingest(NEXT_DAY)
    expect(asked()).toEqual([])
    expect(await known()).toEqual(['A', 'B', 'C'])
    const versions = await store.db
      .selectFrom('machine_detail')
      .select(['resource_id as id', 'details'])
      .orderBy('resource_id')
      .orderBy('known_at')
      .execute()
    expect(versions.map(({ id, details: told }) => [id, told?.image])).toEqual([
      ['A', 'Ubuntu 22.04'],
      ['A', 'Ubuntu 24.04'],
      ['B', 'Ubuntu 22.04'],
      ['C', 'Ubuntu 22.04'],
    ])
  })

  test('one that fails leaves the others whole and is asked again', async () => {
    await using api = await startFakeBarrack({ [INSTANCES]: ['A', 'B', 'C'].map((id) => machine(id)) })
    for (const id of ['A', 'C']) answering(api, id)
    api.faults.set(`${INSTANCES}B/`, () => ({ status: 422, body: { message: 'no' } }))
    const asked = askedOf(api)
    const { ingest } = await ingestAccount(store, api.url)
    const report = await ingest(AT)
    expect(report.status).toBe('partial')
    expect(inOrder(report).sources.instances).toEqual({
      ...{ fetched: 3, inserted: 3, updated: 0, unchanged: 0, quarantined: 0 },
      error: expect.stringMatching(
        /^The details of 1 of 3 machines could not be read .*instances\/B\/.*422/,
      ) as unknown,
    })
    expect(await known()).toEqual(['A', 'C'])
    asked()
    answering(api, 'B')
    api.account.lists[INSTANCES] = ['B', 'C'].map((id) => machine(id))
    expect((await ingest(LATER)).status).toBe('ok')
    expect(asked()).toEqual(['B'])
    expect(await known()).toEqual(['A', 'B', 'C'])
    const gone = store.db.selectFrom('resource').select('resource_id as id').where('deleted_seen', 'is not', null)
    expect(await gone.execute()).toEqual([{ id: 'A' }])
  })

  test('an account that does not offer them is asked three times and again after a day', async () => {
    const many = Array.from({ length: 9 }, (_, i) => machine(`M${i}`))
    await using api = await startFakeBarrack({ [INSTANCES]: many })
    const asked = askedOf(api)
    const { ingest } = await ingestAccount(store, api.url)
    const report = await ingest(AT)
    expect(report).toMatchObject({ status: 'ok', sources: { instances: { fetched: 9, error: null } } })
    expect(report.sources.instances!.note).toEqual({ text: 'details not offered', isFailure: false })
    expect(asked()).toHaveLength(3)
    expect((await ingest(LATER)).sources.instances!.note).toBeUndefined()
    expect(asked()).toEqual([])
    for (const { id } of many) answering(api, id)
    await ingest(NEXT_DAY)
    expect(asked()).toHaveLength(9)
    expect(await known()).toHaveLength(9)
  })

  test('a machine that is gone between the list and the question is no failure', async () => {
    await using api = await startFakeBarrack({ [INSTANCES]: [machine('A'), machine('B'), machine('C')] })
    for (const id of ['A', 'C']) answering(api, id)
    const asked = askedOf(api)
    const { ingest } = await ingestAccount(store, api.url)
    expect(await ingest(AT)).toMatchObject({ status: 'ok', sources: { instances: { error: null } } })
    expect(asked()).toEqual(['A', 'B', 'C'])
    await ingest(LATER)
    expect(asked()).toEqual([])
    expect(await known()).toEqual(['A', 'C'])
  })

  test('what cannot be understood waits in quarantine until it can, without what is private in it', async () => {
    await using api = await startFakeBarrack({ [INSTANCES]: [machine('A'), machine('B')] })
    answering(api, 'A')
    answering(api, 'B', { security_rules: [{ direction: 'ingress', port_range_min: 'ssh' }] })
    const { ingest } = await ingestAccount(store, api.url)
    expect(await ingest(AT)).toMatchObject({
      status: 'ok',
      sources: { instances: { fetched: 3, inserted: 2, quarantined: 1 } },
    })
    const [row, ...others] = await waiting()
    expect(others).toEqual([])
    expect(row).toMatchObject({ source: 'instances', payload: { id: 'B' } })
    expect(row!.reason).toBe("security_rules.0.port_range_min: expected a whole number, got 'ssh'")
    expect(JSON.stringify(row)).not.toContain('TOKEN')
    answering(api, 'B')
    await ingest(LATER)
    expect(await waiting()).toEqual([])
    expect(await known()).toEqual(['A', 'B'])
  })

  test('where none can be understood it is said how many are left', async () => {
    const ids = Array.from({ length: 6 }, (_each, i) => `M${i}`)
    await using api = await startFakeBarrack({ [INSTANCES]: ids.map((id) => machine(id)) })
    for (const id of ids) answering(api, id, { security_rules: [{ direction: 'ingress', port_range_min: 'ssh' }] })
    const { ingest } = await ingestAccount(store, api.url)
    const { sources } = await ingest(AT)
    expect(sources.instances).toMatchObject({
      quarantined: 3,
      note: { text: 'the details of 3 machines are in quarantine, 3 more are asked for next time', isFailure: false },
    })
    for (const id of ids) answering(api, id)
    expect((await ingest(LATER)).sources.instances!.note).toBeUndefined()
    expect(await known()).toEqual(ids)
    expect(await waiting()).toEqual([])
  })

  // What the store has to do with it is shown above on both.
  test.runIf(name === 'PGlite').each([
    ['not all there', { body: { success: true, instance: details('A') }, cut: 30 }],
    ['a page of a proxy', { headers: { 'content-type': 'text/html' }, body: '<html>Bad gateway</html>' }],
    ['too many requests', { status: 429, body: {} }],
    ['an error of the server', { status: 500, body: {} }],
    ['another machine', { body: { success: true, instance: details('Z') } }],
    ['nothing of a machine', { body: { success: true } }],
  ])('answers that are %s end the asking after three, and the next run has them all', async (_, scripted) => {
    const ids = Array.from({ length: 6 }, (_each, i) => `M${i}`)
    await using api = await startFakeBarrack({ [INSTANCES]: ids.map((id) => machine(id)) })
    for (const id of ids) api.faults.set(`${INSTANCES}${id}/`, () => scripted)
    const asked = askedOf(api)
    const { ingest } = await ingestAccount(store, api.url)
    const { sources } = await ingest(AT)
    expect(sources.instances).toMatchObject({ inserted: 6, error: null })
    expect(new Set(asked()).size).toBe(3)
    expect(await known()).toEqual([])
    for (const id of ids) answering(api, id)
    expect((await ingest(LATER)).status).toBe('ok')
    expect(asked()).toEqual(ids)
    expect(await known()).toEqual(ids)
    expect(await waiting()).toEqual([])
  })

  test('a scheduled run asks about a hundred of many, the next ones about the rest', async () => {
    const ids = Array.from({ length: 230 }, (_, i) => `M${i}`)
    await using api = await startFakeBarrack({ [INSTANCES]: ids.map((id) => machine(id)) })
    for (const id of ids) answering(api, id)
    const asked = askedOf(api)
    const { options } = await ingestAccount(store, api.url)
    const counts: number[] = []
    for (const at of [AT, LATER, LATEST, NEXT_DAY]) {
      await runIngest({ ...options, clock: () => Date.parse(at), sweep: 'due', sources: ['instances'] })
      counts.push(asked().length)
    }
    expect(counts).toEqual([100, 100, 30, 0])
  })
})
