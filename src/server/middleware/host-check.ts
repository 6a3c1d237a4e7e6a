import type { MiddlewareHandler } from 'hono'
import { ProblemException } from '../problem.ts'

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]']

/**
 * Answers only under a name of our own: a foreign page that points its DNS name at 127.0.0.1 reaches this socket, but
 * carries its own name in `Host`. Loopback names go with the port that is served, configured names as they are written.
 */
export function hostCheck(names: readonly string[]): MiddlewareHandler {
  const configured = new Set(names.map((name) => name.toLowerCase()))
  return async function checkHost(c, next) {
    const host = hostOf(c.req.raw)
    if (!configured.has(host) && !isLoopback(host, servedPort(c.env))) {
      throw new ProblemException('foreign-host', `'${host}' is not a name of this server. QM_HOSTS adds names.`)
    }
    await next()
  }
}

/** The `Host` of a request, lower case. */
export const hostOf = (request: Request): string =>
  (request.headers.get('host') ?? new URL(request.url).host).toLowerCase()

function isLoopback(host: string, port: number | null): boolean {
  const [, name = '', given] = /^(.*?)(?::(\d+))?$/.exec(host) ?? []
  if (!LOOPBACK.includes(name)) return false
  return port === null || Number(given ?? 80) === port
}

/** The port of the socket; null where a request came without one (in-process). */
function servedPort(env: unknown): number | null {
  const { incoming } = (env ?? {}) as { incoming?: { socket?: { localPort?: number } } }
  return incoming?.socket?.localPort ?? null
}
