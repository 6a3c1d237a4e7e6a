import { describe, expect, it } from 'vitest'
import { createSandbox } from '../../src/sandbox/app.ts'
import { NOW } from './support.ts'

describe('the large size', () => {
  // Ten days of history are enough to see how the accounts are kept apart.
  const { app } = createSandbox({ size: 'large', now: NOW, firstDay: '2026-03-08' })
  const ask = (key: string, path: string, method = 'GET') =>
    app.request(path, { method, headers: { 'X-API-Key': key } })
  const read = async (key: string, path = '/api/instances/billing/?limit=500') => (await ask(key, path)).text()

  it('has an account of a hundred machines behind each of fifty keys', async () => {
    const [first, second] = [await read('account-01'), await read('account-02')]
    expect(first).not.toBe(second)
    const { instances } = JSON.parse(await read('account-50', '/api/instances/?limit=500')) as { instances: unknown[] }
    expect(instances).toHaveLength(100)
    // Made again after others took its place: the same bytes.
    expect(await read('account-01')).toBe(first)
    expect(await read('', '/_sandbox/account?account=account-01')).toContain('"seed":1')
  })

  it.each(['account-00', 'account-51', 'account-1', 'any', ''])('lets nobody in with %j', async (key) => {
    expect((await ask(key, '/api/balance/')).status).toBe(401)
  })

  it('keeps an account that was changed', async () => {
    const { instances } = JSON.parse(await read('account-09', '/api/instances/?limit=500&status=ACTIVE')) as {
      instances: { id: string }[]
    }
    expect((await ask('account-09', `/api/instances/${instances[0]!.id}/stop/`, 'POST')).status).toBe(200)
    for (const other of ['account-10', 'account-11', 'account-12']) await read(other)
    expect(await read('account-09', `/api/instances/${instances[0]!.id}/`)).toContain('"STOPPING"')
  })
})
