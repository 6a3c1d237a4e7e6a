import { serve, type ServerType } from '@hono/node-server'

export interface ListenOptions {
  readonly host: string
  /** 0 takes any free one. */
  readonly port: number
  /** Told in a sentence when the wished port was taken. */
  readonly onNotice?: (sentence: string) => void
}

export interface Listening {
  readonly port: number
  /** Ends listening, lets answers under way finish for a moment, then cuts them off. */
  close(): Promise<void>
}

type Fetch = Parameters<typeof serve>[0]['fetch']

const PORTS_TRIED = 50
const CLOSE_PATIENCE_MS = 2000

/** Listens on an address; a taken port gives the next free one and a notice. @throws Error where fifty are taken. */
export async function listenOn(fetch: Fetch, { host, port, onNotice }: ListenOptions): Promise<Listening> {
  for (let tried = port; ; tried++) {
    const server = await listen(fetch, host, tried)
    if (server) {
      const served = portOf(server)
      if (tried !== port) onNotice?.(`Port ${port} is taken, using ${served}.`)
      return { port: served, close: () => close(server) }
    }
    if (tried - port >= PORTS_TRIED || tried === 65_535) {
      throw new Error(`The ports from ${port} to ${tried} are all taken; set PORT to a free one.`)
    }
  }
}

/** The listening server, or null where the port is taken. */
function listen(fetch: Fetch, hostname: string, port: number): Promise<ServerType | null> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch, hostname, port }, () => resolve(server))
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(null)
      else reject(error)
    })
  })
}

function portOf(server: ServerType): number {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new TypeError('the server does not listen on a port')
  return address.port
}

function close(server: ServerType): Promise<void> {
  return new Promise((resolve, reject) => {
    const cutOff = setTimeout(() => {
      if ('closeAllConnections' in server) server.closeAllConnections()
    }, CLOSE_PATIENCE_MS)
    server.close((error) => {
      clearTimeout(cutOff)
      if (error && (error as NodeJS.ErrnoException).code !== 'ERR_SERVER_NOT_RUNNING') reject(error)
      else resolve()
    })
    if ('closeIdleConnections' in server) server.closeIdleConnections()
  })
}
