import type { MiddlewareHandler } from 'hono'
import { ProblemException } from '../problem.ts'
import { hostOf } from './host-check.ts'

const READING = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Takes changes from our own page, and from programs that are no browser: those send neither header.
 * A browser cannot be made to leave out or forge them, so a foreign page cannot change anything.
 */
export const originCheck: MiddlewareHandler = async function checkOrigin(c, next) {
  if (!READING.has(c.req.method)) {
    const site = c.req.header('sec-fetch-site')
    if (site !== undefined && site !== 'same-origin' && site !== 'none') {
      throw new ProblemException('foreign-origin', `This request comes from another site (${site}).`)
    }
    const origin = c.req.header('origin')
    if (origin !== undefined && URL.parse(origin)?.host !== hostOf(c.req.raw)) {
      throw new ProblemException('foreign-origin', `This request comes from ${origin}.`)
    }
  }
  await next()
}
