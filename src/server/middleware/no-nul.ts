import type { MiddlewareHandler } from 'hono'
import { ProblemException } from '../problem.ts'

/** The character 0 can be kept in no column of text: said before a query fails over it, or a file breaks off in its middle. */
export const noNul: MiddlewareHandler = async function refuseNul(c, next) {
  if (c.req.url.includes('%00')) throw nulProblem()
  await next()
}

const nulProblem = () =>
  new ProblemException('invalid-request', 'A text holds the character 0, which cannot be kept. Leave it out.')

/** The same of a body, where only the store noticed; null for every other error. */
export function problemOfStore(error: unknown): ProblemException | null {
  for (let at = error; at instanceof Error; at = at.cause)
    if ('code' in at && NUL_CODES.has(String(at.code))) return nulProblem()
  return null
}

/** character_not_in_repertoire, untranslatable_character */
const NUL_CODES = new Set(['22021', '22P05'])
