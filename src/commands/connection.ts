import { parseApiMap, type Credentials, type EndpointOverride } from '../barrack/endpoint-map.ts'
import type { Config } from '../config.ts'
import type { StoredConnection } from '../db/connection-repository.ts'

/** Where and how the API of an account is asked, without the key. */
export interface ApiAddress {
  readonly baseUrl: string
  readonly auth: Credentials
  readonly endpoints: Readonly<Record<string, EndpointOverride>>
  /** Requests a minute; null: no limit. */
  readonly maxPerMinute: number | null
}

export const DEFAULT_AUTH: Credentials = { header: 'Authorization', scheme: 'Bearer' }

export const isUsual = ({ header, scheme }: Credentials): boolean =>
  header === DEFAULT_AUTH.header && scheme === DEFAULT_AUTH.scheme

/**
 * How an account is reached. The settings speak of the account that they made (it has no address in the store): what
 * they say counts above what was saved for it. An added account is reached by what the store says alone.
 */
export function apiAddress({ barrack }: Config, stored: StoredConnection | null): ApiAddress {
  const baseUrl = stored?.baseUrl ?? barrack.url
  const saved = savedMap(stored)
  const isOfSettings = stored?.baseUrl == null
  return {
    baseUrl,
    auth: (isOfSettings ? barrack.auth : null) ?? saved.auth ?? DEFAULT_AUTH,
    endpoints: isOfSettings ? { ...saved.endpoints, ...barrack.endpoints } : saved.endpoints,
    maxPerMinute: isLoopback(baseUrl) ? null : barrack.maxPerMinute,
  }
}

/** What was saved of the differences of an account's API. */
function savedMap(stored: StoredConnection | null) {
  if (!stored) return { auth: null, endpoints: {} }
  const { authHeader, authScheme, endpoints } = stored
  return {
    auth: authHeader === null ? null : { header: authHeader, scheme: authScheme ?? '' },
    endpoints: parseApiMap(endpoints).endpoints,
  }
}

function isLoopback(address: string): boolean {
  const { hostname } = new URL(address)
  return hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.')
}
