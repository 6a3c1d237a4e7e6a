import { readJson } from '../../barrack/read-json.ts'

export interface Credentials {
  readonly header: string
  /** '' sends the bare key. */
  readonly scheme: string
}

/** What came back of one look; `body` is undefined where it was no JSON. */
export interface Look {
  readonly path: string
  readonly status: number
  readonly body: unknown
  readonly headers: Headers
}

/** There is no request left; what is not known by now stays unknown. */
export class OutOfRequests extends Error {
  override name = 'OutOfRequests'
}

export interface Probe {
  readonly requests: number
  readonly left: number
  /** From now on these are sent. */
  use(credentials: Credentials): void
  /** @throws OutOfRequests; an Error where the host cannot be reached. */
  get(path: string, query?: Readonly<Record<string, string>>, credentials?: Credentials): Promise<Look>
}

export interface ProbeOptions {
  readonly baseUrl: string
  readonly apiKey: string
  readonly credentials: Credentials
  readonly maxRequests: number
  readonly timeoutMs: number
  readonly fetch: typeof fetch
  readonly take: () => Promise<void>
}

/** Looks with GET alone, at the configured host alone (redirects are not followed), a limited number of times. */
export function createProbe(options: ProbeOptions): Probe {
  const base = new URL(options.baseUrl)
  let requests = 0
  let current = options.credentials
  return {
    get requests() {
      return requests
    },
    get left() {
      return options.maxRequests - requests
    },
    use(credentials) {
      current = credentials
    },
    async get(path, query = {}, { header, scheme } = current) {
      if (requests >= options.maxRequests) throw new OutOfRequests(`${options.maxRequests} requests are spent`)
      requests++
      await options.take()
      const url = new URL(base.pathname.replace(/\/$/, '') + path, base.origin)
      for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
      const response = await options.fetch(url, {
        method: 'GET',
        headers: {
          accept: 'application/json',
          [header]: scheme === '' ? options.apiKey : `${scheme} ${options.apiKey}`,
        },
        redirect: 'manual',
        signal: AbortSignal.timeout(options.timeoutMs),
      })
      return { path, status: response.status, body: bodyOf(await response.text()), headers: response.headers }
    },
  }
}

function bodyOf(text: string): unknown {
  try {
    return readJson(text)
  } catch {
    return undefined
  }
}
