import { Hono } from 'hono'
import { requestId } from 'hono/request-id'
import { hostCheck } from '../middleware/host-check.ts'
import { problemAnswers } from '../middleware/problem-answer.ts'
import { securityHeaders } from '../middleware/security-headers.ts'
import { healthFromMemory, type HealthNews } from '../services/health.ts'
import type { FrontOptions } from './message.ts'

interface Behind {
  readonly askHealth: () => Promise<HealthNews>
  readonly forward: (request: Request, headers: Readonly<Record<string, string>>) => Promise<Response>
}

const SILENT = { info: () => undefined, error: () => undefined }

/** What is answered on the socket's own thread: who asks under a foreign name is refused here, and health is told. */
export function frontApp({ names, store, version }: FrontOptions, { askHealth, forward }: Behind) {
  const health = healthFromMemory({ kind: store, version }, askHealth)
  const app = new Hono()
    .use(requestId())
    .use(securityHeaders)
    .use(hostCheck(names))
    .get('/api/v1/health', async (c) => c.json(await health()))
    .all('*', (c) => forward(c.req.raw, { 'x-request-id': c.get('requestId') }))
  app.onError(problemAnswers(SILENT))
  return app
}
