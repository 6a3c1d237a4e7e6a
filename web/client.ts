import { hc } from 'hono/client'
import type { AppType } from '../src/server/app.ts'
import { sendAsAdmin } from './admin.ts'
import { withAsOf } from './as-of.ts'
import { accountSlug } from './router.ts'

/** The API, typed by the server's own routes; every request is about the account and the moment of the address. */
export const { v1 } = hc<AppType>(location.origin, {
  fetch: (input: RequestInfo | URL, init?: RequestInit) =>
    sendAsAdmin(ofAddress(input instanceof Request ? input.url : input.toString(), init?.method), init),
}).api

/** The address of a file of the API, of the account and the moment of the page's address. */
export function fileUrl(name: string, query: Readonly<Record<string, string | null | undefined>>): string {
  const said = Object.entries(query).filter((entry): entry is [string, string] => Boolean(entry[1]))
  return ofAddress(`/api/v1/exports/${name}?${new URLSearchParams(said).toString()}`)
}

function ofAddress(address: string, method = 'GET'): string {
  const slug = accountSlug.peek()
  const url = new URL(address, location.origin)
  if (slug !== null && !url.searchParams.has('account')) url.searchParams.set('account', slug)
  withAsOf(url, method)
  return url.origin === location.origin ? url.pathname + url.search : url.href
}
