import { beforeEach, describe, expect, it } from 'vitest'
import { allRecords, HOUR, NOW, openSandbox } from './support.ts'

const MINUTE = 60_000
const deployment = {
  name: 'trial-1',
  gpu_model: 'RTX-A6000',
  gpu_count: 1,
  region: 'CANADA-1',
  os_image: 'ubuntu-2204-r550',
  ssh_keys: ['platform-team'],
}
const volume = { name: 'trial-data', size_gb: 100, volume_type: 'SSD', region: 'CANADA-1' }

// A Wednesday noon with GPUs in Canada.
let sandbox = openSandbox()
beforeEach(() => {
  sandbox = openSandbox({ now: NOW })
})
const later = (minutes: number) => sandbox.clock.set(sandbox.clock.now() + minutes * MINUTE)
const post = (path: string, body?: unknown) => sandbox.send('POST', path, body)
const remove = (path: string) => sandbox.send('DELETE', path)

async function deployed(body: object = {}): Promise<string> {
  const { status, json } = await post('/api/instances/', { ...deployment, ...body })
  expect([status, json['message']]).toEqual([201, 'Deployment started'])
  later(10)
  return (json['instance'] as { id: string }).id
}
async function created(kind: string, body: object): Promise<string> {
  const { status, json } = await post(`/api/${kind}s/`, body)
  expect([status, json['success']]).toEqual([201, true])
  later(20)
  return (json[kind] as { id: string }).id
}
const state = async (id: string) =>
  (await sandbox.get<{ instance: { status: string } }>(`/api/instances/${id}/`)).instance.status
const scripted = async (name: string) =>
  (await sandbox.get<{ instances: { id: string; name: string }[] }>('/api/instances/?limit=500')).instances.find(
    (instance) => instance.name === name,
  )!.id

describe('a machine', () => {
  it('goes its way from CREATING to gone, and its records hold the time in each billed state', async () => {
    const { json } = await post('/api/instances/', deployment)
    const { id } = json['instance'] as { id: string }
    expect(await state(id)).toBe('CREATING')
    later(10)
    expect(await state(id)).toBe('ACTIVE')
    for (const [action, via, then] of [
      ['stop', 'STOPPING', 'SHUTOFF'],
      ['start', 'STARTING', 'ACTIVE'],
      ['reboot', 'REBOOTING', 'ACTIVE'],
      ['hibernate', 'HIBERNATING', 'HIBERNATED'],
      ['restore', 'RESTORING', 'ACTIVE'],
    ]) {
      expect(await post(`/api/instances/${id}/${action}/`)).toMatchObject({ status: 200, json: { status: via } })
      expect(await state(id)).toBe(via)
      later(60)
      expect(await state(id)).toBe(then)
    }
    expect((await remove(`/api/instances/${id}/`)).status).toBe(200)
    expect(await state(id)).toBe('DELETING')
    later(1)
    expect(await sandbox.status(`/api/instances/${id}/`)).toBe(404)
    const records = (await allRecords(sandbox, 'instances')).filter((record) => record.instance_id === id).reverse()
    expect(records.map(({ per_minute_rate }) => per_minute_rate)).toEqual([
      0.0115, 0.0115, 0.0115, 0.0115, 0.00017, 0.0115,
    ])
    for (const record of records) {
      const length = Date.parse(record.end_time!) - Date.parse(record.start_time)
      expect(record.total_duration_minutes).toBe(Math.floor(length / MINUTE))
    }
  })

  it.each([
    ['start', 'ACTIVE'],
    ['restore', 'ACTIVE'],
  ])('refuses to %s from %s', async (action, from) => {
    const id = await deployed()
    expect(await post(`/api/instances/${id}/${action}/`)).toMatchObject({
      status: 409,
      json: { success: false, message: expect.stringContaining(`Instance is ${from}: ${action} needs`) as string },
    })
  })

  it('refuses every action while one is under way, and a second deletion', async () => {
    const id = await deployed()
    await post(`/api/instances/${id}/stop/`)
    for (const action of ['start', 'stop', 'reboot', 'hibernate', 'restore'])
      expect((await post(`/api/instances/${id}/${action}/`)).status).toBe(409)
    await remove(`/api/instances/${id}/`)
    expect((await remove(`/api/instances/${id}/`)).status).toBe(409)
  })

  it.each([
    [{ name: '' }, /name/],
    [{ name: 'a/b' }, /name/],
    [{ name: 'x'.repeat(51) }, /name/],
    [{ gpu_model: 'H900' }, /not sold; one of/],
    [{ gpu_count: 3 }, /sold by 1, 2, 4/],
    [{ gpu_count: 8 }, /sold by 1, 2, 4/],
    [{ region: 'MARS-1' }, /region/],
    [{ gpu_model: 'H100-SXM5-80GB' }, /sold in NORWAY-1, US-1/],
    [{ tier: 'advanced' }, /legacy tier/],
    [{ ssh_keys: [] }, /ssh_keys/],
    [{ ssh_keys: ['nobody'] }, /no key 'nobody'/],
    [{ os_image: 'DOS' }, /not offered/],
    [{ os_image: undefined }, /exactly one of/],
    [{ image_id: 'BRK-000000I' }, /exactly one of/],
    [{ os_image: undefined, image_id: 'BRK-000000I' }, /no available image/],
    [{ os_image: undefined, volume_id: 'BRK-000000V' }, /no available bootable volume/],
    [{ cloud_init: 'x'.repeat(16_385) }, /16 KB/],
    [{ jupyter: { enabled: true, password: 'short' } }, /jupyter.password/],
    [{ security_rules: [{ direction: 'in', protocol: 'tcp', remote_ip_prefix: '0.0.0.0/0' }] }, /direction/],
  ])('is not deployed with %j', async (wrong, message) => {
    const { status, json } = await post('/api/instances/', { ...deployment, ...wrong })
    expect(status).toBe(400)
    expect(json['message']).toMatch(message)
  })

  it('needs a name of its own', async () => {
    await deployed()
    expect(await post('/api/instances/', deployment)).toMatchObject({ status: 409, json: { error: 'already_exists' } })
  })

  it('needs GPUs: where there are none the answer names other regions and other GPUs', async () => {
    sandbox.clock.set(Date.parse('2026-03-23T12:00:00Z'))
    const { status, json } = await post('/api/instances/', { ...deployment, gpu_model: 'H100-PCIe-NVLink-80GB' })
    expect(status).toBe(409)
    expect(json).toMatchObject({
      error: 'out_of_stock',
      alternatives: {
        regions: expect.any(Array) as string[],
        gpu_models: expect.arrayContaining(['A100-PCIe-80GB']) as string[],
      },
    })
    const { gpu_models } = (json as { alternatives: { gpu_models: string[] } }).alternatives
    for (const gpu_model of gpu_models) {
      const instead = await post('/api/instances/', { ...deployment, name: `instead ${gpu_model}`, gpu_model })
      expect([gpu_model, instead.status]).toEqual([gpu_model, 201])
    }
  })

  it('that cannot be restored for want of GPUs is not told of others: a restore takes its own again', async () => {
    const monday = Date.parse('2026-03-23T12:00:00Z')
    sandbox.clock.set(monday - 30 * HOUR)
    const id = await deployed({ gpu_model: 'H100-PCIe-NVLink-80GB' })
    expect((await post('/api/snapshots/', { instance_id: id, name: 'before' })).status).toBe(201)
    later(30)
    expect((await post(`/api/instances/${id}/hibernate/`)).status).toBe(200)
    sandbox.clock.set(monday)
    const { snapshots } = await sandbox.get<{ snapshots: { id: string; name: string }[] }>('/api/snapshots/?limit=500')
    const snapshot = snapshots.find(({ name }) => name === 'before')!.id
    for (const path of [`/api/instances/${id}/restore/`, `/api/snapshots/${snapshot}/restore/`]) {
      const { status, json } = await post(path)
      expect([status, json['error']]).toEqual([409, 'out_of_stock'])
      expect(json['message']).toMatch(/same GPUs in the same region: try again later, or deploy a new instance/)
      expect(json['alternatives']).toBeUndefined()
    }
  })

  it('takes all that the product asks for: keys, notebook, scripts', async () => {
    await post('/api/ssh-keys/', { name: 'second', region: 'CANADA-1' })
    const { json } = await post('/api/scripts/', { name: 'greet', content: 'echo hello' })
    const script_id = (json['script'] as { id: string }).id
    const extras = { cloud_init: '#cloud-config', jupyter: { enabled: true, password: 'long enough' } }
    const id = await deployed({ ssh_keys: ['platform-team', 'second'], script_id, public_ip: false, ...extras })
    const { instance } = await sandbox.get<{ instance: Record<string, unknown> }>(`/api/instances/${id}/`)
    expect(instance).toMatchObject({
      ssh_keys: ['platform-team', 'second'],
      public_ip: null,
      jupyter: true,
      cloud_init: '#cloud-config',
      startup_script: 'echo hello',
      security_rules: [{ port_range_min: 22 }, { port_range_min: 8888 }],
    })
    const { ssh_keys } = await sandbox.get<{ ssh_keys: { id: string; name: string }[] }>('/api/ssh-keys/')
    const second = ssh_keys.find(({ name }) => name === 'second')!.id
    expect((await remove(`/api/ssh-keys/${second}/`)).status).toBe(409)
    for (const wrong of [{ script_id: 'SCR-none' }, { script_id, startup_script: 'echo twice' }])
      expect((await post('/api/instances/', { ...deployment, name: 'other', ...wrong })).status).toBe(400)
  })

  it('draws on the stock that the stock list shows, and gives it back when it hibernates', async () => {
    const free = async () =>
      (
        await sandbox.get<{
          stocks: { region: string; models: { model: string; configurations: { '1x': number } }[] }[]
        }>('/api/gpu-stocks/')
      ).stocks
        .find(({ region }) => region === 'CANADA-1')!
        .models.find(({ model }) => model === 'RTX-A6000')!.configurations['1x']
    const before = await free()
    const { json } = await post('/api/instances/', { ...deployment, gpu_count: 4 })
    expect(await free()).toBe(before - 4)
    const { id } = json['instance'] as { id: string }
    sandbox.clock.set(NOW + 6 * MINUTE)
    await post(`/api/instances/${id}/hibernate/`)
    sandbox.clock.set(NOW + 12 * MINUTE)
    const after = await free()
    // Demand moves with time: what would be free had nobody deployed.
    sandbox = openSandbox({ now: NOW + 12 * MINUTE })
    expect(after).toBe(await free())
  })

  it('toggles its public address and takes rules', async () => {
    const id = await deployed()
    const details = async () =>
      (
        await sandbox.get<{ instance: { public_ip: string | null; security_rules: { id: string }[] } }>(
          `/api/instances/${id}/`,
        )
      ).instance
    expect((await details()).public_ip).toMatch(/^198\.1[89]\./)
    await post(`/api/instances/${id}/toggle-public-ip/`)
    expect((await details()).public_ip).toBeNull()
    const rule = {
      direction: 'ingress',
      protocol: 'TCP',
      remote_ip_prefix: '10.0.0.0/8',
      port_range_min: 80,
      port_range_max: 443,
    }
    const { json } = await post(`/api/instances/${id}/rules/`, rule)
    expect(json).toMatchObject({ rule: { protocol: 'tcp', port_range_min: 80 } })
    expect((await details()).security_rules).toHaveLength(2)
    expect((await remove(`/api/instances/${id}/rules/${(json['rule'] as { id: string }).id}/`)).status).toBe(200)
    expect((await details()).security_rules).toHaveLength(1)
    expect((await remove(`/api/instances/${id}/rules/none/`)).status).toBe(404)
    for (const wrong of [
      { port_range_max: undefined },
      { protocol: 'icmp' },
      { remote_ip_prefix: 'everywhere' },
      { port_range_min: 500 },
      { port_range_max: 65_536 },
    ])
      expect((await post(`/api/instances/${id}/rules/`, { ...rule, ...wrong })).status).toBe(400)
    await remove(`/api/instances/${id}/`)
    expect(await state(id)).toBe('DELETING')
    expect((await post(`/api/instances/${id}/toggle-public-ip/`)).status).toBe(409)
    expect((await post(`/api/instances/${id}/rules/`, rule)).status).toBe(409)
    expect((await remove(`/api/instances/${id}/rules/ssh/`)).status).toBe(409)
  })

  it('of the script stays as the caller left it', async () => {
    const id = await scripted('dev-ingrid')
    expect(await post(`/api/instances/${id}/hibernate/`)).toMatchObject({ status: 200 })
    later(14 * 24 * 60)
    expect(await state(id)).toBe('HIBERNATED')
  })

  it('cannot be commanded in the past of the last command', async () => {
    const id = await deployed()
    await post(`/api/instances/${id}/stop/`)
    later(-5)
    expect((await remove(`/api/instances/${id}/`)).json['message']).toMatch(/clock stands before/)
  })
})

describe('credit', () => {
  it('is needed to deploy, to store and to wake: rupees are not there', async () => {
    for (const [path, body] of [
      ['/api/instances/', deployment],
      ['/api/volumes/', volume],
    ] as const)
      expect(await post(path, { ...body, currency: 'INR' })).toMatchObject({
        status: 402,
        json: { error: 'insufficient_credits', message: expect.stringContaining('Insufficient Credits') as string },
      })
  })

  it('at zero hibernates all machines of the wallet at that second; storage stays billed', async () => {
    // Far more than the owner's habit of buying covers: he looks once a day at what the script spends.
    const { stocks } = await sandbox.get<{
      stocks: { region: string; models: { model: string; configurations: Record<string, number> }[] }[]
    }>('/api/gpu-stocks/')
    const there = stocks.flatMap(({ region, models }) =>
      models
        .filter(({ model, configurations }) => !/SXM5|B300/.test(model) && (configurations['8x'] ?? 0) > 0)
        .map(({ model }) => ({ region, gpu_model: model })),
    )
    for (const [number, place] of there.slice(0, 6).entries())
      expect(
        await post('/api/instances/', {
          ...deployment,
          ...place,
          name: `swarm-${number}`,
          gpu_count: 8,
          currency: 'EUR',
        }),
      ).toMatchObject({ status: 201 })
    later(10)
    const running = async () =>
      (
        await sandbox.get<{ instances: { status: string; currency: string }[] }>('/api/instances/?limit=500')
      ).instances.filter(
        ({ status, currency }) => currency === 'EUR' && !['HIBERNATED', 'HIBERNATING'].includes(status),
      ).length
    const balance = async () => (await sandbox.get<{ balance: { EUR: number } }>('/api/balance/')).balance.EUR
    expect(await running()).toBeGreaterThan(8)
    let hours = 0
    while ((await running()) > 0 && hours++ < 1000) later(60)
    const empty = await balance()
    expect(empty).toBeLessThanOrEqual(0)
    expect(empty).toBeGreaterThan(-10)
    const others = (
      await sandbox.get<{ instances: { status: string; currency: string }[] }>('/api/instances/?limit=500')
    ).instances
    expect(others.some(({ status, currency }) => currency === 'USD' && status === 'ACTIVE')).toBe(true)
    const before = await sandbox.text('/_sandbox/ledger')
    const moment = sandbox.clock.now()
    later(60)
    expect(await balance()).toBeLessThan(empty)
    sandbox.clock.set(moment)
    expect(await sandbox.text('/_sandbox/ledger')).toBe(before)
  })
})

describe('a volume', () => {
  it('is created, attached, detached, grown, cloned and deleted', async () => {
    const machine = await deployed()
    const id = await created('volume', volume)
    const view = async () => (await sandbox.get<{ volume: Record<string, unknown> }>(`/api/volumes/${id}/`)).volume
    expect(await view()).toMatchObject({ status: 'available', size_gb: 100, tier: 'legacy', attached_to: null })
    expect((await remove(`/api/volumes/${id}/`)).status).toBe(200)
    later(1)
    expect(await sandbox.status(`/api/volumes/${id}/`)).toBe(404)

    const other = await created('volume', volume)
    expect((await post('/api/volumes/attach/', { instance_id: machine, volume_ids: [other] })).json).toMatchObject({
      volumes: [{ status: 'attached', attached_to: machine }],
    })
    expect((await remove(`/api/volumes/${other}/`)).status).toBe(409)
    later(60)
    expect((await post(`/api/volumes/${other}/resize/`, { size_gb: 250 })).json).toMatchObject({
      volume: { size_gb: 250, attached_to: machine },
    })
    later(30)
    expect((await post(`/api/volumes/${other}/resize/`, { size_gb: 250 })).status).toBe(400)
    const records = (await allRecords(sandbox, 'volumes')).filter((record) => record.volume_id === other)
    expect(
      records.map((record) => [(record as unknown as { size_gb: number }).size_gb, record.end_time === null]),
    ).toEqual([
      [250, true],
      [100, false],
    ])
    expect((await post('/api/volumes/detach/', { volume_ids: [other] })).status).toBe(200)
    expect((await post('/api/volumes/detach/', { volume_ids: [other] })).status).toBe(409)
    expect((await post(`/api/volumes/${other}/clone/`, {})).json).toMatchObject({
      volume: { name: 'volume1', size_gb: 250 },
    })
    expect((await post(`/api/volumes/${other}/clone/`, { name: 'trial-data' })).status).toBe(409)
  })

  it('attaches only to an ACTIVE machine of its region, all of a request or none', async () => {
    const machine = await deployed()
    const here = await created('volume', volume)
    const there = await created('volume', { ...volume, name: 'far', region: 'NORWAY-1' })
    const both = { instance_id: machine, volume_ids: [here, there] }
    expect((await post('/api/volumes/attach/', both)).status).toBe(400)
    expect(await sandbox.get(`/api/volumes/${here}/`)).toMatchObject({ volume: { status: 'available' } })
    await post(`/api/instances/${machine}/stop/`)
    expect((await post('/api/volumes/attach/', { instance_id: machine, volume_ids: [here] })).status).toBe(409)
    later(5)
    expect((await post('/api/volumes/attach/', { instance_id: machine, volume_ids: [here] })).status).toBe(409)
    expect((await post('/api/volumes/attach/', { instance_id: 'none', volume_ids: [here] })).status).toBe(404)
  })

  it('that could boot a machine but hangs on one that boots from another disk may be detached', async () => {
    const spare = await created('volume', { ...volume, name: 'spare', bootable: true, os_image: 'ubuntu-2204-r550' })
    const machine = await deployed({ name: 'with-a-spare' })
    expect((await post('/api/volumes/attach/', { instance_id: machine, volume_ids: [spare] })).status).toBe(200)
    expect((await post('/api/volumes/detach/', { volume_ids: [spare] })).status).toBe(200)
  })

  it('that boots a machine stays with it and is left when it goes', async () => {
    const boot = await created('volume', { ...volume, bootable: true, os_image: 'ubuntu-2204-r550' })
    const machine = await deployed({ os_image: undefined, volume_id: boot })
    expect((await post('/api/volumes/detach/', { volume_ids: [boot] })).json['message']).toMatch(/boot volume/)
    await remove(`/api/instances/${machine}/`)
    later(2)
    expect(await sandbox.get(`/api/volumes/${boot}/`)).toMatchObject({
      volume: { status: 'available', attached_to: null },
    })
  })

  it.each([
    [{ size_gb: 9 }, 400],
    [{ size_gb: 10 }, 201],
    [{ size_gb: 1_048_576 }, 201],
    [{ size_gb: 1_048_577 }, 400],
    [{ size_gb: 10.5 }, 400],
    [{ size_gb: '100' }, 400],
    [{ size_gb: 99, bootable: true, os_image: 'ubuntu-2204-r550' }, 400],
    [{ size_gb: 100, bootable: true, os_image: 'ubuntu-2204-r550' }, 201],
    [{ bootable: true }, 400],
    [{ bootable: true, os_image: 'ubuntu-2404-cuda' }, 400],
    [{ volume_type: 'NVMe' }, 400],
    [{ volume_type: 'NVMe', region: 'NORWAY-1' }, 201],
    [{ name: 'serving-models' }, 409],
    [{ name: 'x'.repeat(50) }, 201],
    [{ name: 'x'.repeat(51) }, 400],
  ])('with %j is answered %i', async (more, status) => {
    expect((await post('/api/volumes/', { ...volume, ...more })).status).toBe(status)
  })
})

describe('a snapshot', () => {
  it('is taken of a running machine, becomes an image and a new machine, and goes', async () => {
    const machine = await deployed()
    const body = { instance_id: machine, name: 'before-upgrade', create_image: true }
    const first = await post('/api/snapshots/', body)
    expect(first.json).toMatchObject({ snapshot: { status: 'creating', size_gb: 100, is_image: true } })
    expect((await post('/api/snapshots/', { ...body, name: 'again' })).status).toBe(409)
    const { id } = first.json['snapshot'] as { id: string }
    expect((await post(`/api/snapshots/${id}/restore/`, {})).status).toBe(409)
    later(30)
    expect((await post('/api/snapshots/', body)).json['error']).toBe('already_exists')
    const restored = await post(`/api/snapshots/${id}/restore/`, {})
    expect(restored).toMatchObject({
      status: 201,
      json: { instance: { name: 'before-upgrade-restored', status: 'CREATING' } },
    })
    expect(await sandbox.get(`/api/images/relationships/${id}/`)).toMatchObject({
      relationship: { has_image: true, images: [{ name: 'before-upgrade', status: 'available' }] },
    })
    const image = await created('image', { snapshot_id: id, name: 'second-image' })
    expect((await remove(`/api/snapshots/${id}/`)).status).toBe(200)
    expect(await sandbox.status(`/api/snapshots/${id}/`)).toBe(404)
    expect(await sandbox.get(`/api/images/${image}/`)).toMatchObject({
      image: { snapshot_id: id, status: 'available' },
    })
    const booted = await deployed({ name: 'from-image', os_image: undefined, image_id: image })
    expect(await sandbox.get(`/api/instances/${booted}/`)).toMatchObject({
      instance: { image: { name: 'second-image' } },
    })
    expect((await remove(`/api/images/${image}/`)).status).toBe(200)
    expect((await remove(`/api/images/${image}/`)).status).toBe(404)
    expect((await post('/api/images/relationships/', { snapshot_ids: ['BRK-000000S'] })).json).toMatchObject({
      relationships: [{ has_image: false, images: [] }],
    })
  })

  it('is not taken of a machine that sleeps, nor of the advanced tier', async () => {
    const asleep = await scripted('dev-anna')
    expect(await state(asleep)).toBe('HIBERNATED')
    expect((await post('/api/snapshots/', { instance_id: asleep, name: 'a' })).status).toBe(409)
    const advanced = await scripted('ml-training-server')
    expect((await post('/api/snapshots/', { instance_id: advanced, name: 'a' })).status).toBe(422)
    expect((await post('/api/snapshots/', { instance_id: 'none', name: 'a' })).status).toBe(404)
  })

  it('of a machine in the caller’s hands is no longer taken by the script', async () => {
    const id = await scripted('llm-serving-1')
    await remove(`/api/instances/${id}/`)
    sandbox.clock.set(NOW + 20 * 24 * HOUR)
    const { snapshots } = await sandbox.get<{ snapshots: { instance_id: string; created_at: string }[] }>(
      '/api/snapshots/?limit=500',
    )
    const own = snapshots.filter(({ instance_id }) => instance_id === id)
    expect(own.length).toBeGreaterThan(0)
    for (const { created_at } of own) expect(Date.parse(created_at)).toBeLessThanOrEqual(NOW)
  })
})
