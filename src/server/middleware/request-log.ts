import type { MiddlewareHandler } from 'hono'
import { routePath } from 'hono/route'
import type { RequestLog } from '../context.ts'

/** One line per request: id, method, route (not the path: it holds ids), status, milliseconds. */
export function requestLog(log: RequestLog): MiddlewareHandler {
  return async function logRequest(c, next) {
    const startedAt = performance.now()
    await next()
    log.info(
      {
        requestId: c.res.headers.get('x-request-id'),
        method: c.req.method,
        route: routePath(c, -1),
        status: c.res.status,
        ms: Math.round(performance.now() - startedAt),
      },
      'request',
    )
  }
}
