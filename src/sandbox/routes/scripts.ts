import { Hono } from 'hono'
import { z } from 'zod'
import { notFound } from '../api-error.ts'
import { pageOf, pageQuery } from '../pagination.ts'
import { nameSchema, requireFreeName } from '../rules/names.ts'
import { commandMoment, nextNumber, type Sandbox, type Script } from '../sandbox.ts'
import { isoOf } from '../time.ts'
import { body, query } from '../validation.ts'

const scriptSchema = z.object({
  name: nameSchema.describe('Of its own among the scripts'),
  content: z.string().min(1).max(16_384, 'at most 16 KB'),
})
const changeSchema = scriptSchema
  .partial()
  .refine((asked) => Object.keys(asked).length > 0, 'name or content is needed')
const deletionSchema = z.object({ ids: z.array(z.string().max(40)).min(1).max(100) })

export function scriptRoutes(sandbox: Sandbox) {
  const { scripts, clock } = sandbox
  const existing = (id: string) => {
    const script = scripts.get(id, clock.now())
    if (!script) throw notFound('Script', id)
    return script
  }
  return new Hono()
    .get('/', query(pageQuery), (c) => {
      const { items, pagination } = pageOf(scripts.list(clock.now()), c.req.valid('query'))
      return c.json({ success: true, scripts: items.map(scriptView), pagination })
    })
    .post('/', body(scriptSchema), (c) => {
      const at = commandMoment(sandbox)
      const asked = c.req.valid('json')
      requireFreeName('script', asked.name, scripts.list(at))
      const id = `SCR-${nextNumber(sandbox)}`
      const script = scripts.put(id, { id, ...asked, createdAt: at, updatedAt: at }, at)
      return c.json({ success: true, message: 'Script created', script: scriptView(script) }, 201)
    })
    .post('/delete-many', body(deletionSchema), (c) => {
      const at = commandMoment(sandbox)
      const { ids } = c.req.valid('json')
      for (const { id } of [...new Set(ids)].map(existing)) scripts.remove(id, at)
      return c.json({ success: true, message: 'Scripts deleted', deleted: new Set(ids).size })
    })
    .get('/:id', (c) => c.json({ success: true, script: scriptView(existing(c.req.param('id'))) }))
    .put('/:id', body(changeSchema), (c) => {
      const at = commandMoment(sandbox)
      const script = existing(c.req.param('id'))
      const { name = script.name, content = script.content } = c.req.valid('json')
      if (name !== script.name) requireFreeName('script', name, scripts.list(at))
      const changed = scripts.put(script.id, { ...script, name, content, updatedAt: at }, at)
      return c.json({ success: true, message: 'Script updated', script: scriptView(changed) })
    })
    .delete('/:id', (c) => {
      scripts.remove(existing(c.req.param('id')).id, commandMoment(sandbox))
      return c.json({ success: true, message: 'Script deleted' })
    })
}

function scriptView({ id, name, content, createdAt, updatedAt }: Script) {
  return { id, name, content, created_at: isoOf(createdAt), updated_at: isoOf(updatedAt) }
}
