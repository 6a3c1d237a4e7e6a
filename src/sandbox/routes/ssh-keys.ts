import { Hono } from 'hono'
import { notFound } from '../api-error.ts'
import { pageOf, pageQuery } from '../pagination.ts'
import { createSshKey, deleteSshKey, sshKeySchema } from '../rules/ssh-keys.ts'
import type { Sandbox, SshKey } from '../sandbox.ts'
import { isoOf } from '../time.ts'
import { body, query } from '../validation.ts'

export function sshKeyRoutes(sandbox: Sandbox) {
  const { sshKeys, clock } = sandbox
  const existing = (id: string) => {
    const key = sshKeys.get(id, clock.now())
    if (!key) throw notFound('SSH key', id)
    return key
  }
  return new Hono()
    .get('/', query(pageQuery), (c) => {
      const { items, pagination } = pageOf(sshKeys.list(clock.now()), c.req.valid('query'))
      return c.json({ success: true, ssh_keys: items.map(keyView), pagination })
    })
    .post('/', body(sshKeySchema), (c) => {
      const { key, privateKey } = createSshKey(sandbox, c.req.valid('json'))
      const secret = privateKey === null ? {} : { private_key: privateKey }
      return c.json({ success: true, message: 'SSH key created', ssh_key: { ...keyView(key), ...secret } }, 201)
    })
    .get('/:id', (c) => c.json({ success: true, ssh_key: keyView(existing(c.req.param('id'))) }))
    .delete('/:id', (c) => {
      deleteSshKey(sandbox, existing(c.req.param('id')))
      return c.json({ success: true, message: 'SSH key deleted' })
    })
}

function keyView({ id, name, region, publicKey, createdAt }: SshKey) {
  return { id, name, region, public_key: publicKey, created_at: isoOf(createdAt) }
}
