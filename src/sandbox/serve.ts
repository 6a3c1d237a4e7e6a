import { serve } from '@hono/node-server'
import { createSandbox, type SandboxOptions } from './app.ts'

export interface ServeOptions extends SandboxOptions {
  host?: string
  /** 0 takes a free port. */
  port?: number
}

export interface RunningSandbox {
  url: string
  close: () => Promise<void>
}

const KEPT_ALIVE_MS = 60_000

/** Serves the sandbox on loopback (or `host`); rejects when the port is taken. */
export async function startSandbox({
  host = '127.0.0.1',
  port = 0,
  ...options
}: ServeOptions = {}): Promise<RunningSandbox> {
  const { app } = createSandbox(options)
  return await new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, hostname: host, port }, ({ port: bound }) => {
      server.off('error', reject)
      resolve({ url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`, close: () => closeServer(server) })
    })
    server.once('error', reject)
    // A client that is held up for longer than this sends its next request into a connection that is being closed.
    if ('keepAliveTimeout' in server) server.keepAliveTimeout = KEPT_ALIVE_MS
  })
}

function closeServer(server: ReturnType<typeof serve>): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()))
    // Kept-alive connections would hold the close back for their idle time.
    if ('closeAllConnections' in server) server.closeAllConnections()
  })
}
