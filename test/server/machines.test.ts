import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { saveMachineDetails, type MachineDetails } from '../../src/db/machine-detail-repository.ts'
import type { Store } from '../../src/db/store.ts'
import { createApp } from '../../src/server/app.ts'
import type { MachinesDto } from '../../src/server/dto/machines.ts'
import { STORES } from '../support/stores.ts'
import { contextOf, fill, NOW, resources } from './fixture.ts'

const DAY_MS = 86_400_000
const { resourceId, name } = resources.find(({ type }) => type === 'instance')!

const details: MachineDetails = {
  image: '=Ubuntu',
  flavor: 'n3-H100x8',
  vcpus: 192,
  ramGb: 1800,
  rootDiskGb: 100,
  ephemeralGb: null,
  privateIp: '10.0.0.5',
  sshKeys: ['ada', 'grace'],
  securityRules: [
    { direction: 'ingress', protocol: 'tcp', ethertype: 'IPv4', portFrom: 22, portTo: 22, remote: '0.0.0.0/0' },
    { direction: 'ingress', protocol: 'udp', ethertype: 'IPv4', portFrom: 60, portTo: 70, remote: null },
    { direction: 'ingress', protocol: 'any', ethertype: 'IPv6', portFrom: null, portTo: null, remote: '::/0' },
    { direction: 'egress', protocol: 'any', ethertype: 'IPv4', portFrom: null, portTo: null, remote: '0.0.0.0/0' },
  ],
  volumes: [
    { volumeId: 'V1', name: 'data', device: '/dev/vdb', volumeType: 'SSD', sizeGb: 500, isBootable: false },
    { volumeId: 'V2', name: null, device: null, volumeType: null, sizeGb: null, isBootable: null },
  ],
}

describe.each(STORES)('machines on $name', ({ open }) => {
  let store: Store
  let app: ReturnType<typeof createApp>
  beforeAll(async () => {
    store = await open()
    await fill(store)
    app = createApp(contextOf(store))
    const facts = sql.raw(
      `resource_type, name, region, tier, currency, gpu_model, gpu_count, size_gb, volume_type, source_id, status,
        price_per_hour, public_ip, created_at, first_seen, last_seen, deleted_seen, typed`,
    )
    await sql`insert into resource_version (account_id, resource_id, known_at, ${facts})
      select account_id, resource_id, '2026-01-01T00:00:00Z'::timestamptz, ${facts} from resource
      on conflict do nothing`.execute(store.db)
    const machine = { resourceId, listed: 'x', raw: {} }
    await store.db.transaction().execute(async (tx) => {
      await saveMachineDetails(tx, 1, [{ ...machine, details: { ...details, image: 'Debian' } }], NOW - 5 * DAY_MS)
      await saveMachineDetails(tx, 1, [{ ...machine, details }], NOW - DAY_MS)
      await saveMachineDetails(tx, 1, [{ ...machine, details: null }], NOW)
    })
  })
  afterAll(() => store.close())

  const read = async (query = '') =>
    ((await (await app.request(`http://127.0.0.1/api/v1/machines${query}`)).json()) as MachinesDto).rows

  test('tell what they said last, since when, and when they were asked', async () => {
    const rows = await read()
    expect(rows.map((row) => row.resourceId).sort()).toEqual(
      resources.flatMap((one) => (one.type === 'instance' ? [one.resourceId] : [])).sort(),
    )
    expect(rows.find((row) => row.resourceId === resourceId)).toMatchObject({
      name,
      knownSince: new Date(NOW - DAY_MS).toISOString(),
      readAt: new Date(NOW).toISOString(),
      details: { ...details, openTo: ['tcp 22 from 0.0.0.0/0', 'udp 60-70', 'any all ports from ::/0'] },
    })
    expect(rows.filter((row) => row.details !== null)).toHaveLength(1)
  })

  test('tell what they had said by a moment', async () => {
    const asOf = new Date(NOW - 2 * DAY_MS).toISOString()
    const then = (await read(`?asOf=${asOf}`)).find((row) => row.resourceId === resourceId)
    expect(then).toMatchObject({ details: { image: 'Debian' }, knownSince: new Date(NOW - 5 * DAY_MS).toISOString() })
  })

  test('as CSV have a line each and no formula', async () => {
    const csv = await (await app.request('http://127.0.0.1/api/v1/exports/machines.csv')).text()
    const line = csv.split('\r\n').find((each) => each.startsWith(`${resourceId},`))
    expect(line).toContain(
      ",'=Ubuntu,n3-H100x8,192,1800,100,,,10.0.0.5,ada grace,V1 /dev/vdb; V2,tcp 22 from 0.0.0.0/0; udp 60-70; any all ports from ::/0,",
    )
    const whose = await (await app.request('http://127.0.0.1/api/v1/exports/machines.csv?with=project,owner')).text()
    expect(whose.split('\r\n')[0]).toBe(`${csv.split('\r\n')[0]},project,owner,share`)
    expect(whose.split('\r\n').find((each) => each.startsWith(`${resourceId},`))).toBe(`${line},,,1`)
  })
})
