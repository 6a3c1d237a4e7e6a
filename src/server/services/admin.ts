import { createHash, timingSafeEqual } from 'node:crypto'
import type { ServerConfig } from '../context.ts'
import { ProblemException } from '../problem.ts'

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/**
 * Who is the admin: whoever shows the token where one is set; without one the person at the machine, because nobody else
 * reaches a server on loopback; nobody where it is served under other names too, as behind a proxy.
 */
export function adminOf({
  adminToken,
  hosts,
}: Pick<ServerConfig, 'adminToken' | 'hosts'>): 'token' | 'anyone' | 'nobody' {
  if (adminToken) return 'token'
  return hosts.length === 0 ? 'anyone' : 'nobody'
}

/**
 * Lets the admin through, by the token as `Authorization: Bearer` where one is set. Throws a problem otherwise. Compared by
 * digests, so that neither length nor time tells anything of the token.
 */
export function requireAdmin(config: ServerConfig, authorization: string | undefined): void {
  const { adminToken, hosts } = config
  if (adminOf(config) === 'nobody')
    throw new ProblemException(
      'unauthorized',
      `Only an admin does this, and there is none: the server is reached as ${hosts.join(', ')} too (QM_HOSTS). Set QM_ADMIN_TOKEN and start it again.`,
    )
  if (!adminToken) return
  const shown = /^Bearer\s+(\S+)$/i.exec(authorization ?? '')?.[1]
  if (shown === undefined || !timingSafeEqual(digest(shown), digest(adminToken)))
    throw new ProblemException(
      'unauthorized',
      'Only an admin does this: send Authorization: Bearer with the QM_ADMIN_TOKEN of the server.',
    )
}
