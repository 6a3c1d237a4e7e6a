import { createHash, timingSafeEqual } from 'node:crypto'
import type { ServerConfig } from '../context.ts'
import { ProblemException } from '../problem.ts'

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/**
 * Lets through who shows the admin's token as `Authorization: Bearer`, and everybody where none is set. Throws a problem
 * otherwise. Compared by digests, so that neither length nor time tells anything of the token.
 */
export function requireAdmin({ adminToken }: ServerConfig, authorization: string | undefined): void {
  if (!adminToken) return
  const shown = /^Bearer\s+(\S+)$/i.exec(authorization ?? '')?.[1]
  if (shown === undefined || !timingSafeEqual(digest(shown), digest(adminToken)))
    throw new ProblemException(
      'unauthorized',
      'Only an admin does this: send Authorization: Bearer with the QM_ADMIN_TOKEN of the server.',
    )
}
