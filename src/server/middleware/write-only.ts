import type { MiddlewareHandler } from 'hono'
import { ProblemException } from '../problem.ts'

/** What `POST /tokens` gives: it can tell the use of GPUs and nothing else. */
export const TOKEN_PREFIX = 'qmu_'
const FOR_TOKENS = '/api/v1/utilisation/samples'

/** Refuses whoever shows a write-only token for anything that it is not for, also where nobody else is asked for one. */
export const writeOnly: MiddlewareHandler = async function refuseWriteOnly(c, next) {
  const shown = /^Bearer\s+(\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1]
  if (shown?.startsWith(TOKEN_PREFIX) && c.req.path !== FOR_TOKENS) {
    throw new ProblemException('unauthorized', 'This token can tell the use of GPUs and nothing else.')
  }
  await next()
}
