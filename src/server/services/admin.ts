import { createHash, timingSafeEqual } from 'node:crypto'
import type { ServerConfig } from '../context.ts'
import { ProblemException } from '../problem.ts'

/** Who asks for a change, as far as a request tells. */
export interface Caller {
  /** The header of that name. */
  readonly authorization: string | undefined
  /** The header by which a proxy says that it passes on somebody else's request; null where there is none. */
  readonly passedOnBy: string | null
}

/** Who shows nothing: for plans that move no machines, whoever makes them. */
export const ANYBODY: Caller = { authorization: undefined, passedOnBy: null }

/** What others than the person at the machine can reach a server by. */
export interface Reach {
  readonly hosts: readonly string[]
  readonly baseUrl: string | null
}

type Config = Pick<ServerConfig, 'adminToken' | 'hosts' | 'notify'>

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/**
 * Who is the admin: whoever shows the token where one is set; without one the person at the machine, because nobody else
 * reaches a server on loopback; nobody where it is served under other names too, as behind a proxy.
 */
export function adminOf(config: Config): 'token' | 'anyone' | 'nobody' {
  if (config.adminToken) return 'token'
  return reachedFromElsewhere(reachOf(config)) === null ? 'anyone' : 'nobody'
}

/**
 * Lets the admin through, by the token as `Authorization: Bearer` where one is set. Throws a problem otherwise. A proxy on
 * this machine looks like the person at it: what counts is whether the server has a name beside those of loopback, and
 * whether the request says that it was passed on. Compared by digests, so that neither length nor time tells anything of
 * the token.
 */
export function requireAdmin(config: Config, { authorization, passedOnBy }: Caller): void {
  const { adminToken } = config
  const elsewhere =
    reachedFromElsewhere(reachOf(config)) ?? (passedOnBy && `a proxy passed this request on (${passedOnBy})`)
  if (!adminToken) {
    if (elsewhere === null) return
    throw new ProblemException(
      'unauthorized',
      `Only an admin does this, and there is none: others can reach this server too, since ${elsewhere}. Set QM_ADMIN_TOKEN (openssl rand -hex 24) and start it again.`,
    )
  }
  const shown = /^Bearer\s+(\S+)$/i.exec(authorization ?? '')?.[1]
  if (shown === undefined || !timingSafeEqual(digest(shown), digest(adminToken)))
    throw new ProblemException(
      'unauthorized',
      'Only an admin does this: send Authorization: Bearer with the QM_ADMIN_TOKEN of the server.',
      { asks: 'admin-token' },
    )
}

/** By which setting others than the person at the machine can reach a server, in words; null: by none. */
export function reachedFromElsewhere({ hosts, baseUrl }: Reach): string | null {
  if (hosts.some((name) => !isLoopback(name))) return `QM_HOSTS is ${hosts.join(',')}`
  if (baseUrl !== null && !isLoopback(new URL(baseUrl).hostname)) return `QM_BASE_URL is ${baseUrl}`
  return null
}

const reachOf = ({ hosts, notify }: Config): Reach => ({ hosts, baseUrl: notify.baseUrl })

const isLoopback = (name: string): boolean => /^(localhost|\[::1\]|127(\.\d{1,3}){3})$/i.test(name)
