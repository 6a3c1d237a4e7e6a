import { request as requestHttp, type IncomingMessage } from 'node:http'
import { request as requestHttps } from 'node:https'
import { text } from 'node:stream/consumers'
import { RefusedAddressError, type AddressGuard } from './address-guard.ts'
import { missed, refused, type Outcome } from './outcome.ts'

export interface CallOptions {
  readonly guard: AddressGuard
  readonly headers?: Readonly<Record<string, string>>
  readonly timeoutMs?: number
}

const TIMEOUT_MS = 15_000
const SHOWN = 200

/**
 * POSTs JSON, or GETs where there is no body; never throws. Redirects are refused: a receiver has one address, and the
 * guard has looked at that one.
 */
export async function callOut(address: string, body: string | null, options: CallOptions): Promise<Outcome> {
  const { guard, headers, timeoutMs } = options
  const url = new URL(address)
  try {
    guard.checkLiteral(url.hostname)
    const response = await send(url, body, {
      method: body === null ? 'GET' : 'POST',
      lookup: guard.lookup,
      signal: AbortSignal.timeout(timeoutMs ?? TIMEOUT_MS),
      headers: {
        ...(body !== null && {
          'content-type': 'application/json',
          'content-length': String(Buffer.byteLength(body)),
        }),
        'user-agent': 'Quartermaster',
        ...headers,
      },
    })
    return await outcomeOf(response)
  } catch (error) {
    if (error instanceof RefusedAddressError) return refused(error.message)
    return missed(reasonOf(error as NodeJS.ErrnoException, url))
  }
}

function send(
  url: URL,
  body: string | null,
  options: Parameters<typeof requestHttps>[1] & object,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = url.protocol === 'http:' ? requestHttp : requestHttps
    request(url, options, resolve)
      .on('error', reject)
      .end(body ?? undefined)
  })
}

async function outcomeOf(response: IncomingMessage): Promise<Outcome> {
  const status = response.statusCode ?? 0
  const said = (await text(response).catch(() => '')).trim().slice(0, SHOWN)
  const answer = `${status}${said === '' ? '' : ` ${said}`}`
  if (status >= 200 && status < 300) return { delivered: true, answer, again: false }
  if (status >= 300 && status < 400) {
    return refused(`${status} redirects to ${response.headers.location ?? 'nowhere'}; redirects are not followed.`)
  }
  if (status === 410) return refused(`${answer} (the receiver is gone for good)`)
  const seconds = Number(response.headers['retry-after'])
  return { ...missed(answer), ...(Number.isFinite(seconds) && { askedMs: seconds * 1000 }) }
}

function reasonOf(error: NodeJS.ErrnoException, { host, hostname }: URL): string {
  switch (error.code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `The name ${hostname} was not found.`
    case 'ECONNREFUSED':
      return `${host} refused the connection.`
    default:
      if (error.name === 'TimeoutError' || error.cause instanceof DOMException) return `${host} did not answer in time.`
      return `${host}: ${error.message}`
  }
}
