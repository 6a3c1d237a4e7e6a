import { Hono } from 'hono'
import type { AppContext } from '../context.ts'
import { healthDto } from '../dto/meta.ts'
import { operation } from '../openapi.ts'
import { healthFromMemory, healthNews } from '../services/health.ts'

export const healthRoute = (context: AppContext) => {
  const { store, version } = context
  const health = healthFromMemory({ kind: store.kind, version }, healthNews(context))
  return new Hono().get(
    '/health',
    operation({
      id: 'getHealth',
      summary: 'Is the server well; never waits for the store for more than a moment',
      answer: healthDto,
    }),
    async (c) => c.json(await health()),
  )
}
