import { createApp } from '../server/app.ts'
import type { AppContext } from '../server/context.ts'
import { CommandError } from './talk.ts'

/**
 * The product's own API, whoever holds the store: the server that is running, or the same routes in this process.
 * So a command and the page can never tell different figures.
 */
export interface Api {
  /** The answer of a GET; @throws CommandError with the problem's own words. */
  get(path: string): Promise<Response>
  /** The body is sent as JSON. */
  post(path: string, body?: unknown): Promise<Response>
  put(path: string, body: unknown): Promise<Response>
  patch(path: string, body: unknown): Promise<Response>
  delete(path: string): Promise<Response>
}

/** Changes show the admin's token where there is one. */
export function remoteApi(url: string, adminToken: string | null): Api {
  const ask = async (path: string, init: RequestInit): Promise<Response> => {
    try {
      return await fetch(`${url}${path}`, init)
    } catch (error) {
      const { message, cause } = error as Error
      const why = cause instanceof Error && cause.message !== '' ? cause.message : message
      throw new CommandError(
        `The running server at ${url}, which holds the store, does not answer (${why}). Look at its last lines, or start it again; then repeat this.`,
      )
    }
  }
  return apiOver(ask, adminToken)
}

export function localApi(context: AppContext): Api {
  const app = createApp(context)
  return apiOver(async (path, init) => app.request(`http://127.0.0.1${path}`, init), context.config.adminToken ?? null)
}

/** The same API asked for one account, where a path does not name one itself. */
export function apiOf(api: Api, account: string | null): Api {
  if (account === null) return api
  const named = (path: string) => {
    const url = new URL(path, 'http://here')
    if (!url.searchParams.has('account')) url.searchParams.set('account', account)
    return url.pathname + url.search
  }
  return {
    get: (path) => api.get(named(path)),
    post: (path, body) => api.post(named(path), body),
    put: (path, body) => api.put(named(path), body),
    patch: (path, body) => api.patch(named(path), body),
    delete: (path) => api.delete(named(path)),
  }
}

function apiOver(send: (path: string, init: RequestInit) => Promise<Response>, adminToken: string | null): Api {
  const admin = adminToken === null ? {} : { authorization: `Bearer ${adminToken}` }
  const call = async (path: string, init: RequestInit): Promise<Response> => {
    const response = await send(path, init)
    if (response.ok) return response
    const wrongUse = response.status === 400 || response.status === 422
    throw new CommandError(await problemOf(response), wrongUse ? 2 : 1)
  }
  const withBody = (method: string, path: string, body: unknown) =>
    call(path, { method, headers: { ...admin, 'content-type': 'application/json' }, body: JSON.stringify(body) })
  return {
    get: (path) => call(path, { method: 'GET' }),
    post: (path, body) =>
      body === undefined ? call(path, { method: 'POST', headers: admin }) : withBody('POST', path, body),
    put: (path, body) => withBody('PUT', path, body),
    patch: (path, body) => withBody('PATCH', path, body),
    delete: (path) => call(path, { method: 'DELETE', headers: admin }),
  }
}

/** What RFC 9457 says of a refusal, in its own sentence. */
async function problemOf(response: Response): Promise<string> {
  const text = await response.text()
  try {
    const { title, detail } = JSON.parse(text) as { title?: string; detail?: string }
    return detail ?? title ?? text
  } catch {
    return `${response.status} ${text.slice(0, 200)}`
  }
}
