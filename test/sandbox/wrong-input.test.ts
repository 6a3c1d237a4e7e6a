import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { OPERATIONS } from '../../src/sandbox/contract/operations.ts'
import { openSandbox } from './support.ts'

const FIELDS = [
  'name',
  'size_gb',
  'gpu_model',
  'gpu_count',
  'region',
  'ssh_keys',
  'volume_ids',
  'instance_id',
  'messages',
  'ids',
  'currency',
  'rules',
  'snapshot_id',
  'model',
  'content',
]
const value = fc.oneof(
  fc.constantFrom('RTX-A6000', 'CANADA-1', 'SSD', 'USD', 'platform-team', 'qwen3-32b', 'trial', '__proto__', '', '💥'),
  fc.jsonValue({ maxDepth: 2 }),
  fc.integer(),
  fc.double(),
)
const body = fc.oneof(
  fc.dictionary(fc.constantFrom(...FIELDS), value, { maxKeys: 8 }).map((fields) => JSON.stringify(fields)),
  fc.jsonValue().map((json) => JSON.stringify(json)),
  fc.string(),
)
const segment = fc.oneof(
  fc.constantFrom('none', 'platform-team', 'BRK-000000D', '%00', '..', '%E0%A4%A'),
  fc.string().map(encodeURIComponent),
)
const query = fc.dictionary(
  fc.constantFrom('page', 'limit', 'currency', 'region', 'status', 'force', 'gpu_count', 'instance_id'),
  fc.string(),
)

describe('wrong input', () => {
  it('property: whatever is sent to any operation, the answer is JSON in an envelope and never a 500', async () => {
    const sandbox = openSandbox()
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...Object.keys(OPERATIONS)),
        segment,
        query,
        body,
        async (operation, id, asked, sent) => {
          const [method = '', pattern = ''] = operation.split(' ')
          const path = `${pattern.replace(/\{\w+\}/g, () => id)}?${new URLSearchParams(asked).toString()}`
          const { status, json } = await sandbox.send(method, path, method === 'GET' ? undefined : sent)
          expect(status).toBeLessThan(500)
          expect(json['success']).toBe(status < 400)
        },
      ),
      { seed: 5, numRuns: 190 },
    )
  })

  it.each([
    ['PATCH', '/api/balance/', 'GET'],
    ['PUT', '/api/volumes/', 'GET, POST'],
    ['GET', '/api/instances/BRK-1/start', 'POST'],
    ['POST', '/api/scripts/one/', 'GET, PUT, DELETE'],
  ])('a method that a path does not have is answered 405: %s %s allows %s', async (method, path, allowed) => {
    const { app } = openSandbox()
    const answer = await app.request(path, { method, headers: { Authorization: 'Bearer any' } })
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, allowed])
    expect(await answer.json()).toMatchObject({ success: false, error: 'not_allowed' })
  })

  it('no body is read as an empty one: enough where nothing is needed, else refused by field', async () => {
    const { app } = openSandbox()
    const headers = { Authorization: 'Bearer any', 'Content-Type': 'application/json' }
    const post = (path: string) => app.request(path, { method: 'POST', headers })
    expect((await post('/api/pricing/?currency=USD')).status).toBe(200)
    const refused = await post('/api/volumes/')
    expect(refused.status).toBe(400)
    expect(((await refused.json()) as { message: string }).message).toContain('name: ')
  })
})
