import { describe, expect, it } from 'vitest'
import { OPERATIONS } from '../../src/sandbox/contract/operations.ts'
import type { OpenApiDocument } from '../../src/sandbox/openapi.ts'
import { openSandbox } from './support.ts'

const MINUTE = 60_000
const sandbox = openSandbox()

describe('the OpenAPI document', () => {
  it('describes every route and no other', async () => {
    const document = await sandbox.get<OpenApiDocument>('/openapi.json')
    const routes = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    )
    expect(routes.toSorted()).toEqual(Object.keys(OPERATIONS).toSorted())
    expect(document['openapi']).toBe('3.1.0')
    const { post } = document.paths['/api/instances/']!
    expect(post).toMatchObject({ summary: 'Deploy an instance', tags: ['Instances'], requestBody: { required: true } })
    expect(Object.keys(post!.responses!)).toEqual(['201', 'default'])
  })
})

/**
 * Each operation once as it should be called and once as it should not, in an order in which one gives the next what
 * it needs. `$name` stands for an id that an earlier answer brought.
 */
type Call = [
  operation: string,
  body: unknown,
  brings: string | null,
  refused: [path: string, body: unknown, status: number],
]

const machine = {
  name: 'm1',
  gpu_model: 'RTX-A6000',
  gpu_count: 1,
  region: 'CANADA-1',
  os_image: 'ubuntu-2204-r550',
  ssh_keys: ['platform-team'],
}
const volume = { name: 'v1', size_gb: 100, volume_type: 'SSD', region: 'CANADA-1' }
const rule = {
  direction: 'ingress',
  protocol: 'tcp',
  remote_ip_prefix: '0.0.0.0/0',
  port_range_min: 80,
  port_range_max: 80,
}
const none = (path: string): [string, unknown, number] => [path, undefined, 404]
const badPage = (path: string): [string, unknown, number] => [`${path}?page=0`, undefined, 400]

const CALLS: Call[] = [
  ['GET /api/balance/', null, null, ['/api/balance/', 'no key', 401]],
  ['GET /api/regions/', null, null, ['/api/regions/', 'no key', 401]],
  ['GET /api/gpu-specs/', null, null, ['/api/gpu-specs/', 'no key', 401]],
  ['GET /api/gpu-stocks/', null, null, ['/api/gpu-stocks/', 'no key', 401]],
  ['GET /api/pricing/', null, null, ['/api/pricing/?currency=GBP', undefined, 400]],
  ['POST /api/pricing/', { gpu_model: 'L40', gpu_count: 2 }, null, ['/api/pricing/', { tier: 'gold' }, 400]],
  ['GET /api/volumes/types/', null, null, ['/api/volumes/types/', 'no key', 401]],
  ['GET /api/images/os/', null, null, ['/api/images/os/?region=MARS', undefined, 400]],
  ['POST /api/instances/', machine, 'instance', ['/api/instances/', machine, 409]],
  ['GET /api/instances/', null, null, badPage('/api/instances/')],
  ['GET /api/instances/hibernated/', null, null, ['/api/instances/hibernated/', 'no key', 401]],
  ['GET /api/instances/billing/', null, null, badPage('/api/instances/billing/')],
  ['GET /api/instances/{id}/', '$instance', null, none('/api/instances/none/')],
  ['POST /api/instances/{id}/toggle-public-ip/', '$instance', null, none('/api/instances/none/toggle-public-ip/')],
  [
    'POST /api/instances/{id}/rules/',
    ['$instance', rule],
    'rule',
    ['/api/instances/$instance/rules/', { ...rule, port_range_max: 0 }, 400],
  ],
  ['DELETE /api/instances/{id}/rules/{rule}/', '$instance $rule', null, none('/api/instances/$instance/rules/none/')],
  ['POST /api/volumes/', volume, 'volume', ['/api/volumes/', { ...volume, size_gb: 1 }, 400]],
  ['GET /api/volumes/', null, null, badPage('/api/volumes/')],
  ['GET /api/volumes/billing/', null, null, badPage('/api/volumes/billing/')],
  ['GET /api/volumes/{id}/', '$volume', null, none('/api/volumes/none/')],
  [
    'POST /api/volumes/attach/',
    { instance_id: '$instance', volume_ids: ['$volume'] },
    null,
    ['/api/volumes/attach/', { instance_id: '$instance', volume_ids: ['$volume'] }, 409],
  ],
  ['POST /api/volumes/detach/', { volume_ids: ['$volume'] }, null, ['/api/volumes/detach/', { volume_ids: [] }, 400]],
  [
    'POST /api/volumes/{id}/resize/',
    ['$volume', { size_gb: 200 }],
    null,
    ['/api/volumes/$volume/resize/', { size_gb: 150 }, 400],
  ],
  ['POST /api/volumes/{id}/clone/', ['$volume', {}], null, ['/api/volumes/$volume/clone/', { name: 'v1' }, 409]],
  ['DELETE /api/volumes/{id}/', '$volume', null, none('/api/volumes/none/')],
  [
    'POST /api/snapshots/',
    { instance_id: '$instance', name: 's1' },
    'snapshot',
    ['/api/snapshots/', { instance_id: '$instance', name: '' }, 400],
  ],
  ['GET /api/snapshots/', null, null, badPage('/api/snapshots/')],
  ['GET /api/snapshots/billing/', null, null, badPage('/api/snapshots/billing/')],
  ['GET /api/snapshots/eligible-instances/', null, null, badPage('/api/snapshots/eligible-instances/')],
  ['GET /api/snapshots/{id}/', '$snapshot', null, none('/api/snapshots/none/')],
  [
    'POST /api/snapshots/{id}/restore/',
    ['$snapshot', {}],
    null,
    ['/api/snapshots/$snapshot/restore/', { name: 'm1' }, 409],
  ],
  [
    'POST /api/images/',
    { snapshot_id: '$snapshot', name: 'i1' },
    'image',
    ['/api/images/', { snapshot_id: 'none', name: 'i2' }, 404],
  ],
  ['GET /api/images/', null, null, badPage('/api/images/')],
  ['GET /api/images/relationships/{snapshot}/', '$snapshot', null, none('/api/images/relationships/none/')],
  ['POST /api/images/relationships/', { snapshot_ids: ['$snapshot'] }, null, ['/api/images/relationships/', {}, 400]],
  ['GET /api/images/{id}/', '$image', null, none('/api/images/none/')],
  ['DELETE /api/images/{id}/', '$image', null, none('/api/images/$image/')],
  ['DELETE /api/snapshots/{id}/', '$snapshot', null, none('/api/snapshots/$snapshot/')],
  [
    'POST /api/firewalls/',
    { name: 'f1', region: 'CANADA-1' },
    'firewall',
    ['/api/firewalls/', { name: 'f1', region: 'CANADA-1' }, 409],
  ],
  ['GET /api/firewalls/', null, null, badPage('/api/firewalls/')],
  ['GET /api/firewalls/protocols/', null, null, ['/api/firewalls/protocols/', 'no key', 401]],
  ['GET /api/firewalls/{id}/', '$firewall', null, none('/api/firewalls/none/')],
  [
    'POST /api/firewalls/{id}/rules/',
    ['$firewall', rule],
    'firewall rule',
    ['/api/firewalls/$firewall/rules/', { ...rule, protocol: 'x' }, 400],
  ],
  ['GET /api/firewalls/{id}/available-instances/', '$firewall', null, none('/api/firewalls/none/available-instances/')],
  [
    'POST /api/firewalls/{id}/attach/',
    ['$firewall', { instance_ids: ['$instance'] }],
    null,
    ['/api/firewalls/$firewall/attach/', { instance_ids: ['none'] }, 404],
  ],
  ['GET /api/firewalls/instance/{instance}/', '$instance', null, none('/api/firewalls/instance/none/')],
  [
    'DELETE /api/firewalls/{id}/rules/{rule}/',
    '$firewall $firewallrule',
    null,
    none('/api/firewalls/$firewall/rules/none/'),
  ],
  ['DELETE /api/firewalls/{id}/', '$firewall ?force=true', null, none('/api/firewalls/$firewall/')],
  [
    'POST /api/ssh-keys/',
    { name: 'k1', region: 'US-1' },
    'ssh_key',
    ['/api/ssh-keys/', { name: 'a b', region: 'US-1' }, 400],
  ],
  ['GET /api/ssh-keys/', null, null, badPage('/api/ssh-keys/')],
  ['GET /api/ssh-keys/{id}/', '$ssh_key', null, none('/api/ssh-keys/none/')],
  ['DELETE /api/ssh-keys/{id}/', '$ssh_key', null, ['/api/ssh-keys/platform-team/', undefined, 409]],
  [
    'POST /api/scripts/',
    { name: 'c1', content: 'true' },
    'script',
    ['/api/scripts/', { name: 'c1', content: 'true' }, 409],
  ],
  ['GET /api/scripts/', null, null, badPage('/api/scripts/')],
  ['GET /api/scripts/{id}/', '$script', null, none('/api/scripts/none/')],
  ['PUT /api/scripts/{id}/', ['$script', { content: 'false' }], null, ['/api/scripts/$script/', {}, 400]],
  ['DELETE /api/scripts/{id}/', '$script', null, none('/api/scripts/$script/')],
  ['POST /api/scripts/', { name: 'c2', content: 'true' }, 'script', ['/api/scripts/', {}, 400]],
  ['POST /api/scripts/delete-many/', { ids: ['$script'] }, null, ['/api/scripts/delete-many/', { ids: ['none'] }, 404]],
  ['GET /api/ai/models/', null, null, ['/api/ai/models/?currency=GBP', undefined, 400]],
  [
    'POST /api/ai/chat/completions/',
    { model: 'qwen3-32b', messages: [{ role: 'user', content: 'Hi' }] },
    null,
    ['/api/ai/chat/completions/', { model: 'qwen3-32b' }, 400],
  ],
  ['GET /api/ai/usage/summary/', null, null, ['/api/ai/usage/summary/?currency=GBP', undefined, 400]],
  ['GET /api/ai/usage/history/', null, null, badPage('/api/ai/usage/history/')],
  ['POST /api/instances/{id}/reboot/', '$instance', null, ['/api/instances/$instance/reboot/', undefined, 409]],
  ['POST /api/instances/{id}/stop/', '$instance', null, ['/api/instances/$instance/stop/', undefined, 409]],
  ['POST /api/instances/{id}/start/', '$instance', null, ['/api/instances/$instance/start/', undefined, 409]],
  ['POST /api/instances/{id}/hibernate/', '$instance', null, ['/api/instances/$instance/hibernate/', undefined, 409]],
  ['POST /api/instances/{id}/restore/', '$instance', null, ['/api/instances/$instance/restore/', undefined, 409]],
  ['DELETE /api/instances/{id}/', '$instance', null, ['/api/instances/$instance/', undefined, 409]],
]

describe('every operation, called rightly and wrongly', () => {
  const ids = new Map<string, string>()
  const named = (text: string) => text.replace(/\$(\w+)/g, (_whole, name: string) => ids.get(name) ?? 'unknown')
  const filled = (body: unknown): unknown => JSON.parse(named(JSON.stringify(body)))

  it('leaves none out', () => {
    expect([...new Set(CALLS.map(([operation]) => operation))].toSorted()).toEqual(Object.keys(OPERATIONS).toSorted())
  })

  it.each(CALLS)('%s', async (operation, given, brings, [refusedPath, refusedBody, refusedStatus]) => {
    const [method = '', pattern = ''] = operation.split(' ')
    const [target, body] = Array.isArray(given)
      ? (given as [string, unknown])
      : typeof given === 'string'
        ? [given]
        : ['', given]
    const parts = named(target).split(' ')
    const query = parts.find((part) => part.startsWith('?')) ?? ''
    const path = pattern.replace(/\{\w+\}/g, () => parts.shift() ?? '') + query
    const { answer, status } = OPERATIONS[operation]!
    const sent = await sandbox.send(method, path, body === null || body === undefined ? undefined : filled(body))
    expect([sent.status, answer.safeParse(sent.json).error?.message]).toEqual([status, undefined])
    if (brings === 'firewall rule') {
      const [first] = (sent.json['firewall'] as { rules: { id: string }[] }).rules
      ids.set('firewallrule', first!.id)
    } else if (brings) ids.set(brings, (sent.json[brings] as { id: string }).id)

    const refused =
      refusedBody === 'no key'
        ? await (await sandbox.app.request(refusedPath, { method })).json()
        : await sandbox.send(method, named(refusedPath), refusedBody === undefined ? undefined : filled(refusedBody))
    if (refusedBody === 'no key') expect(refused).toMatchObject({ success: false, error: 'unauthorized' })
    else expect(refused).toMatchObject({ status: refusedStatus, json: { success: false } })
    sandbox.clock.set(sandbox.clock.now() + 20 * MINUTE)
  })
})
