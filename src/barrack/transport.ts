import { BarrackError } from './barrack-error.ts'
import type { EndpointOverride } from './endpoint-map.ts'
import { createRateLimiter, sleepFor, type Pace, type RateLimiter, type Sleep } from './rate-limiter.ts'
import { readJson } from './read-json.ts'

/** How one account is reached. */
export interface TransportOptions {
  readonly baseUrl: string
  readonly apiKey: string
  /** The setting that holds the key, for whoever has to mend it. Default `BARRACK_API_KEY`. */
  readonly keyName?: string
  /** Default `Authorization`. */
  readonly authHeader?: string
  /** Default `Bearer`; '' sends the bare key. */
  readonly authScheme?: string
  /** What differs from the contract, by endpoint name. */
  readonly endpoints?: Readonly<Record<string, EndpointOverride>>
  /** Requests in any minute, shared by all users of this client; null = no limit. Default 300. */
  readonly maxPerMinute?: number | null
  /** Takes the place of `maxPerMinute` where others ask for the same account. */
  readonly limiter?: RateLimiter
  /** For the whole of one answer. Default 30 s. */
  readonly timeoutMs?: number
  readonly fetch?: typeof fetch
  readonly sleep?: Sleep
  readonly random?: () => number
  readonly now?: () => number
}

export interface Transport {
  /** Requests sent so far, repetitions included. */
  readonly requests: number
  /** The parsed answer of a path. @throws BarrackError after the last try. */
  get(path: string, query?: Readonly<Record<string, string>>, signal?: AbortSignal, pace?: Pace): Promise<unknown>
  /** The documented reading of prices by POST: the only request of a reader that is not a GET, and to no other path. */
  postPricing(path: string, signal?: AbortSignal): Promise<unknown>
  /** Asks for a change, once: nobody knows whether a request whose answer is missing was obeyed. @throws BarrackError */
  post(path: string, signal?: AbortSignal): Promise<void>
}

type Method = 'GET' | 'POST'

interface Sending {
  readonly pace?: Pace | undefined
  readonly mayChange?: boolean
}

const TRIES = 6
/** Of a host that has not answered yet, or no longer: more patience would only put off the news. */
const TRIES_OF_A_SILENT_HOST = 3
const MAX_WAIT_MS = 60_000
const MAX_RETRY_AFTER_MS = 300_000
const MAX_REDIRECTS = 3
const PRICING = /\/pricing\/?$/

/** An answer that may be better next time, with the wait that the server asked for. */
class Retryable extends Error {
  readonly status: number | null
  readonly retryAfterMs: number | null
  constructor(message: string, status: number | null = null, retryAfterMs: number | null = null) {
    super(message)
    this.status = status
    this.retryAfterMs = retryAfterMs
  }
}

/**
 * HTTP with patience: a refused, broken or late answer is asked for again after 1, 2, 4, ... s (a limit reached: 2, 4,
 * 8, ... s, since it holds for the rest of a minute), with up to as much again by chance so that many clients spread.
 * A host that has not answered at all is given up after three tries. The key goes to the configured host alone: redirects are followed by hand and never to another one.
 */
export function createTransport(given: TransportOptions): Transport {
  const options = withDefaults(given)
  const base = options.baseUrl.replace(/\/+$/, '')
  const headers = {
    accept: 'application/json',
    [options.authHeader]: options.authScheme === '' ? options.apiKey : `${options.authScheme} ${options.apiKey}`,
  }
  /** A server may echo what it was sent. */
  const withoutKey = (text: string) => (options.apiKey === '' ? text : text.replaceAll(options.apiKey, '[key]'))
  let requests = 0
  let answers = 0
  let isSilent = true

  async function send(
    method: Method,
    url: URL,
    signal: AbortSignal | undefined,
    { pace, mayChange = false }: Sending,
  ): Promise<Response> {
    const timeout = AbortSignal.timeout(options.timeoutMs)
    let target = url
    for (let hops = 0; hops <= MAX_REDIRECTS; hops++) {
      if (method === 'POST' && !mayChange && !PRICING.test(target.pathname))
        throw new BarrackError('refused', `Nothing is sent to ${target.pathname}: only prices are read by POST.`)
      await options.limiter.take(signal, pace)
      requests++
      const response = await options.fetch(target, {
        method,
        headers: method === 'POST' ? { ...headers, 'content-type': 'application/json' } : headers,
        ...(method === 'POST' && { body: '{}' }),
        redirect: 'manual',
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      })
      answers++
      isSilent = false
      const location = response.headers.get('location')
      if (response.status < 300 || response.status >= 400 || location === null) return response
      await response.body?.cancel()
      target = new URL(location, target)
      if (target.origin !== url.origin)
        throw new BarrackError(
          'refused',
          `${method} ${url.pathname} is redirected to ${target.origin}: the key is not sent to another host. ` +
            'If the API lives there, set BARRACK_URL to it.',
          response.status,
        )
    }
    throw new BarrackError('refused', `${method} ${url.pathname} is redirected in a circle.`)
  }

  async function once(method: Method, url: URL, signal: AbortSignal | undefined, sending: Sending) {
    const where = `${method} ${url.pathname}`
    const response = await send(method, url, signal, sending)
    const body = await response.text()
    if (response.ok) return readJson(body)
    throw errorOf(where, response, withoutKey(messageIn(body)), options)
  }

  async function request(method: Method, url: URL, signal: AbortSignal | undefined, pace?: Pace): Promise<unknown> {
    const where = `${method} ${base}${url.pathname}`
    const answersBefore = answers
    for (let tried = 1; ; tried++) {
      try {
        return await once(method, url, signal, { pace })
      } catch (error) {
        if (signal?.aborted || error instanceof BarrackError) throw error
        const { message, status, retryAfterMs } = retryable(error, options.timeoutMs)
        const tries = isSilent ? TRIES_OF_A_SILENT_HOST : TRIES
        if (tried >= tries || (retryAfterMs ?? 0) > MAX_RETRY_AFTER_MS) {
          isSilent = answers === answersBefore
          throw new BarrackError(
            isSilent ? 'silent' : 'unreachable',
            withoutKey(
              `${where} gave no ${isSilent ? '' : 'usable '}answer in ${tried} ${tried === 1 ? 'try' : 'tries'}; the last one: ${message}. ` +
                (status === 429 ? 'Lower BARRACK_MAX_PER_MINUTE or try later.' : 'Check BARRACK_URL or try later.'),
            ),
            status,
          )
        }
        await options.sleep(retryAfterMs ?? backOff(tried, status, options.random()), signal)
      }
    }
  }

  return {
    get requests() {
      return requests
    },
    get(path, query = {}, signal, pace) {
      const url = new URL(base + path)
      for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
      return request('GET', url, signal, pace)
    },
    postPricing: (path, signal) => request('POST', new URL(base + path), signal),
    async post(path, signal) {
      const url = new URL(base + path)
      try {
        await once('POST', url, signal, { mayChange: true })
      } catch (error) {
        if (signal?.aborted || error instanceof BarrackError) throw error
        const { message, status } = retryable(error, options.timeoutMs)
        throw new BarrackError('unreachable', withoutKey(`POST ${url.pathname}: ${message}`), status)
      }
    },
  }
}

function withDefaults(options: TransportOptions) {
  const sleep = options.sleep ?? sleepFor
  const maxPerMinute = options.maxPerMinute === undefined ? 300 : options.maxPerMinute
  return {
    ...options,
    authHeader: options.authHeader ?? 'Authorization',
    authScheme: options.authScheme ?? 'Bearer',
    keyName: options.keyName ?? 'BARRACK_API_KEY',
    timeoutMs: options.timeoutMs ?? 30_000,
    limiter: options.limiter ?? createRateLimiter(maxPerMinute, options.now, sleep),
    fetch: options.fetch ?? fetch,
    sleep,
    random: options.random ?? Math.random,
  }
}

function backOff(tried: number, status: number | null, chance: number): number {
  const step = (status === 429 ? 2000 : 1000) * 2 ** (tried - 1)
  return Math.min(MAX_WAIT_MS, step * (1 + chance))
}

function retryable(error: unknown, timeoutMs: number): Retryable {
  if (error instanceof Retryable) return error
  if (error instanceof SyntaxError) return new Retryable(error.message)
  if (error instanceof Error && error.name === 'TimeoutError')
    return new Retryable(`no whole answer in ${timeoutMs} ms`)
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  const message = cause instanceof Error ? cause.message : String(cause)
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  return new Retryable(message.includes(code) ? message : `${message} ${code}`.trimStart())
}

function errorOf(
  where: string,
  response: Response,
  said: string,
  options: { readonly authHeader: string; readonly authScheme: string; readonly keyName: string },
): Error {
  const { status } = response
  const told = said === '' ? '' : ` It says: ${said.replace(/\.$/, '')}.`
  if (status === 429 || status >= 500)
    return new Retryable(`status ${status}${said === '' ? '' : ` (${said})`}`, status, retryAfter(response.headers))
  if (status === 401) {
    const sent = `${options.authHeader}: ${options.authScheme === '' ? '' : `${options.authScheme} `}<key>`
    return new BarrackError(
      'unauthorized',
      `${where} refused the key (401), sent as '${sent}'.${told} ` +
        `Check ${options.keyName}; if it is right, the page Set-up or 'qm doctor' finds out under which header it is taken.`,
      status,
    )
  }
  if (status === 403) return new BarrackError('forbidden', `${where}: the key may not do this (403).${told}`, status)
  if (status === 404 || status === 410)
    return new BarrackError(
      'not-found',
      `${where} is not there (${status}). If your account has it under another path, name it in BARRACK_ENDPOINTS.`,
      status,
    )
  return new BarrackError('refused', `${where} was refused with status ${status}.${told}`, status)
}

/** `Retry-After` in seconds or as a date; null where there is none. */
function retryAfter(headers: Headers): number | null {
  const value = headers.get('retry-after')?.trim()
  if (!value) return null
  if (/^\d+$/.test(value)) return Number(value) * 1000
  const at = Date.parse(value)
  const sent = Date.parse(headers.get('date') ?? '')
  return Number.isNaN(at) || Number.isNaN(sent) ? null : Math.max(0, at - sent)
}

/** The message of an error envelope, in one short line; nothing of an HTML page. */
function messageIn(body: string): string {
  try {
    const answer = JSON.parse(body) as { message?: unknown; error?: unknown } | null
    const said = answer?.message ?? answer?.error
    return typeof said === 'string' ? said.replace(/\s+/g, ' ').slice(0, 200) : ''
  } catch {
    return ''
  }
}
