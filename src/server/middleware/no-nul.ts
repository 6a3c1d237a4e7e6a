import type { MiddlewareHandler } from 'hono'
import { nulProblem } from './store-problem.ts'

/** The character 0 can be kept in no column of text: said before a query fails over it, or a file breaks off in its middle. */
export const noNul: MiddlewareHandler = async function refuseNul(c, next) {
  if (c.req.url.includes('%00')) throw nulProblem()
  await next()
}
