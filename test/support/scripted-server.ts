import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

/** One answer: an object as JSON, or text as it is; `cut` ends the connection after so many bytes; `stall` never ends. */
export interface Scripted {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
  readonly cut?: number
  readonly stall?: boolean
}

export interface ScriptedServer extends AsyncDisposable {
  readonly url: string
  /** Method, path with query and headers of every request, in order. */
  readonly requests: { method: string; url: URL; headers: IncomingMessage['headers'] }[]
}

/** A real HTTP server on loopback that answers what the test says. */
export async function startScriptedServer(
  answer: (url: URL, count: number, request: IncomingMessage) => Scripted,
): Promise<ScriptedServer> {
  const requests: ScriptedServer['requests'] = []
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://loopback')
    requests.push({ method: request.method ?? '', url, headers: request.headers })
    const { status = 200, headers = {}, body = {}, cut, stall } = answer(url, requests.length, request)
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    response.writeHead(status, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(text),
      ...headers,
    })
    if (cut !== undefined) response.write(text.slice(0, cut), () => response.destroy())
    else if (stall) response.write(text.slice(0, 1))
    else response.end(text)
  })
  // A connection that idles out just as the next request comes would be asked again, and counted twice.
  server.keepAliveTimeout = 600_000
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
