import { createPrivateKey, createPublicKey } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import { NOW, openSandbox } from './support.ts'

let sandbox = openSandbox()
beforeEach(() => {
  sandbox = openSandbox()
})
const post = (path: string, body: unknown) => sandbox.send('POST', path, body)
const later = (seconds: number) => sandbox.clock.set(sandbox.clock.now() + seconds * 1000)
const ids = async (name: RegExp) =>
  (await sandbox.get<{ instances: { id: string; name: string }[] }>('/api/instances/?limit=500')).instances
    .filter((instance) => name.test(instance.name))
    .map(({ id }) => id)

describe('SSH keys', () => {
  const key = { name: 'laptop', region: 'CANADA-1', public_key: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5 me@laptop' }

  it('are taken, listed and deleted; a made pair shows its private half once', async () => {
    const { json } = await post('/api/ssh-keys/', key)
    const { id } = json['ssh_key'] as { id: string }
    expect(await sandbox.get(`/api/ssh-keys/${id}/`)).toMatchObject({ ssh_key: { name: 'laptop' } })
    const made = (await post('/api/ssh-keys/', { name: 'made', region: 'CANADA-1' })).json['ssh_key'] as {
      id: string
      public_key: string
      private_key: string
    }
    const { n } = createPublicKey(createPrivateKey(made.private_key)).export({ format: 'jwk' })
    const wire = Buffer.from(made.public_key.split(' ')[1]!, 'base64')
    expect(wire.subarray(-256).toString('base64url')).toBe(n)
    expect(await sandbox.text(`/api/ssh-keys/${made.id}/`)).not.toContain('PRIVATE')
    expect((await sandbox.send('DELETE', `/api/ssh-keys/${id}/`)).status).toBe(200)
    expect(await sandbox.status(`/api/ssh-keys/${id}/`)).toBe(404)
  })

  it('are refused by name, form, number and use', async () => {
    expect((await post('/api/ssh-keys/', { ...key, name: 'no spaces' })).status).toBe(400)
    expect((await post('/api/ssh-keys/', { ...key, public_key: 'hello' })).status).toBe(400)
    expect((await post('/api/ssh-keys/', { ...key, name: 'oslo-team' })).status).toBe(409)
    expect((await sandbox.send('DELETE', '/api/ssh-keys/platform-team/')).json['message']).toMatch(/in use/)
    for (let number = 0; number < 24; number++)
      expect((await post('/api/ssh-keys/', { ...key, name: `k${number}` })).status).toBe(201)
    expect((await post('/api/ssh-keys/', { ...key, name: 'k24' })).status).toBe(422)
    expect((await post('/api/ssh-keys/', { ...key, name: 'k24', region: 'US-1' })).status).toBe(201)
  })
})

describe('scripts', () => {
  it('are kept, changed and deleted, one or many', async () => {
    const make = async (name: string) =>
      ((await post('/api/scripts/', { name, content: 'echo 1' })).json['script'] as { id: string }).id
    const [first, second] = [await make('one'), await make('two')]
    later(60)
    expect((await sandbox.send('PUT', `/api/scripts/${first}/`, { content: 'echo 2' })).json).toMatchObject({
      script: {
        name: 'one',
        content: 'echo 2',
        created_at: '2026-03-18T10:30:00Z',
        updated_at: '2026-03-18T10:31:00Z',
      },
    })
    expect((await sandbox.send('PUT', `/api/scripts/${first}/`, { name: 'two' })).status).toBe(409)
    expect((await sandbox.send('PUT', `/api/scripts/${first}/`, {})).status).toBe(400)
    expect((await post('/api/scripts/', { name: 'one', content: 'x' })).status).toBe(409)
    expect((await post('/api/scripts/', { name: 'big', content: 'x'.repeat(16_385) })).status).toBe(400)
    expect((await post('/api/scripts/delete-many/', { ids: [first, 'none'] })).status).toBe(404)
    expect((await post('/api/scripts/delete-many/', { ids: [first, second] })).json).toMatchObject({ deleted: 2 })
    expect(await sandbox.get('/api/scripts/')).toMatchObject({ scripts: [] })
    sandbox.clock.set(NOW + 30_000)
    expect(await sandbox.get(`/api/scripts/${first}/`)).toMatchObject({ script: { content: 'echo 1' } })
  })
})

describe('firewalls', () => {
  const rule = {
    direction: 'ingress',
    protocol: 'tcp',
    remote_ip_prefix: '0.0.0.0/0',
    port_range_min: 443,
    port_range_max: 443,
  }
  const make = async (name = 'web') =>
    ((await post('/api/firewalls/', { name, region: 'CANADA-1' })).json['firewall'] as { id: string }).id
  const view = async (id: string) =>
    (
      await sandbox.get<{
        firewall: { status: string; rules: { id: string; status: string }[]; attachments: { status: string }[] }
      }>(`/api/firewalls/${id}/`)
    ).firewall

  it('hold after their delay, and are not deleted while attached unless forced', async () => {
    const id = await make()
    expect((await view(id)).status).toBe('CREATING')
    later(40)
    await post(`/api/firewalls/${id}/rules/`, rule)
    expect(await view(id)).toMatchObject({ status: 'SUCCESS', rules: [{ status: 'CREATING' }] })
    const [machine = ''] = await ids(/^embeddings-api$/)
    expect((await post(`/api/firewalls/${id}/attach/`, { instance_ids: [machine] })).status).toBe(200)
    expect((await view(id)).attachments).toEqual([{ instance_id: machine, status: 'ATTACHING' }])
    later(601)
    expect(await view(id)).toMatchObject({ rules: [{ status: 'SUCCESS' }], attachments: [{ status: 'SUCCESS' }] })
    expect(await sandbox.get(`/api/firewalls/instance/${machine}/`)).toMatchObject({ firewalls: [{ id }] })
    expect(await sandbox.text(`/api/firewalls/${id}/available-instances/`)).not.toContain(machine)
    expect((await sandbox.send('DELETE', `/api/firewalls/${id}/`)).status).toBe(409)
    const [{ id: ruleId } = { id: '' }] = (await view(id)).rules
    expect((await sandbox.send('DELETE', `/api/firewalls/${id}/rules/${ruleId}/`)).status).toBe(200)
    expect((await sandbox.send('DELETE', `/api/firewalls/${id}/rules/${ruleId}/`)).status).toBe(404)
    expect((await sandbox.send('DELETE', `/api/firewalls/${id}/?force=true`)).status).toBe(200)
    expect(await sandbox.status(`/api/firewalls/${id}/`)).toBe(404)
  })

  it('attach only to ACTIVE machines of their region, and there are at most 25', async () => {
    const id = await make()
    const [asleep = ''] = await ids(/^dev-anna$/)
    const [elsewhere = ''] = await ids(/^asr-oslo-1$/)
    for (const machine of [asleep, elsewhere])
      expect((await post(`/api/firewalls/${id}/attach/`, { instance_ids: [machine] })).status).toBe(409)
    expect((await post(`/api/firewalls/${id}/attach/`, { instance_ids: ['none'] })).status).toBe(404)
    expect((await post('/api/firewalls/', { name: 'web', region: 'CANADA-1' })).status).toBe(409)
    expect(
      (await post('/api/firewalls/', { name: 'x', region: 'CANADA-1', description: 'x'.repeat(256) })).status,
    ).toBe(400)
    for (let number = 1; number < 25; number++) await make(`web-${number}`)
    expect((await post('/api/firewalls/', { name: 'web-25', region: 'CANADA-1' })).status).toBe(422)
    expect(await sandbox.get('/api/firewalls/protocols/')).toMatchObject({
      protocols: expect.arrayContaining(['tcp', 'icmp']) as string[],
    })
  })
})

describe('the chat model', () => {
  const ask = { model: 'qwen3-32b', messages: [{ role: 'user', content: 'Hello, world!' }] }

  it('says back what it heard, counts the tokens and takes their price from the wallet', async () => {
    const balance = async () => (await sandbox.get<{ balance: { USD: number } }>('/api/balance/')).balance.USD
    const before = await balance()
    const { json } = await post('/api/ai/chat/completions/', ask)
    expect(json).toMatchObject({
      choices: [{ message: { role: 'assistant', content: 'Hello, world!' }, finish_reason: 'stop' }],
      usage: { prompt_tokens: 4, completion_tokens: 4, total_tokens: 8 },
    })
    // 4 x 0.1 and 4 x 0.3 per million: 0.0000016, to six decimals 0.000002.
    expect(await balance()).toBeCloseTo(before - 0.000002, 7)
    expect((await sandbox.get<{ transactions: unknown[] }>('/api/ai/usage/history/')).transactions[0]).toMatchObject({
      model: 'qwen3-32b',
      input_tokens: 4,
      cost: 0.000002,
    })
    expect((await post('/api/ai/chat/completions/', { ...ask, max_tokens: 1 })).json).toMatchObject({
      choices: [{ message: { content: 'Hello' }, finish_reason: 'length' }],
    })
  })

  it('is refused without a known model, a message or credit', async () => {
    expect((await post('/api/ai/chat/completions/', { ...ask, model: 'gpt' })).status).toBe(400)
    expect((await post('/api/ai/chat/completions/', { ...ask, messages: [] })).status).toBe(400)
    expect((await post('/api/ai/chat/completions/', { ...ask, currency: 'INR' })).status).toBe(402)
  })
})
