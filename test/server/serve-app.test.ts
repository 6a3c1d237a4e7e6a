import { once } from 'node:events'
import { request as httpRequest } from 'node:http'
import { createServer, type AddressInfo } from 'node:net'
import { Worker } from 'node:worker_threads'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Store } from '../../src/db/store.ts'
import { serveApp } from '../../src/server/main.ts'
import { STORES } from '../support/stores.ts'
import { contextOf, fill } from './fixture.ts'

describe.each(STORES)('a server on a socket, on $name', ({ open }) => {
  let store: Store
  beforeAll(async () => {
    store = await open()
    await fill(store)
  })
  afterAll(() => store.close())

  test('answers under its own name and port, and under no other', async () => {
    const server = await serveApp(contextOf(store), { host: '127.0.0.1', port: 0 })
    const status = (host: string) =>
      new Promise((resolve, reject) => {
        httpRequest(`${server.url}/api/v1/overview`, { headers: { host } }, (answer) => {
          answer.resume()
          resolve(answer.statusCode)
        })
          .on('error', reject)
          .end()
      })
    try {
      expect((await fetch(`${server.url}/api/v1/overview`)).status).toBe(200)
      expect(await status(`localhost:${server.port}`)).toBe(200)
      expect(await status(`localhost:${server.port + 1}`)).toBe(403)
      expect(await status('localhost')).toBe(403)
      expect(await status(`evil.example:${server.port}`)).toBe(403)
    } finally {
      await server.close()
    }
    await expect(fetch(`${server.url}/api/v1/health`)).rejects.toThrow()
  })

  test('streams the CSV over the wire as it is in process', async () => {
    const server = await serveApp(contextOf(store), { host: 'localhost', port: 0 })
    const path = '/api/v1/exports/charges.csv?from=2026-03-01&to=2026-05-01'
    const answer = await fetch(server.url + path)
    const lines = (await answer.text()).split('\r\n')
    expect(lines).toHaveLength(14)
    await server.close()
  })

  test('takes the next free port where the wished one is taken, and says so', async () => {
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const { port } = other.address() as AddressInfo
    const notices: string[] = []
    const server = await serveApp(contextOf(store), {
      host: '127.0.0.1',
      port,
      onNotice: (sentence) => notices.push(sentence),
    })
    expect(server.port).toBeGreaterThan(port)
    expect(notices).toEqual([`Port ${port} is taken, using ${server.port}.`])
    await server.close()
    other.close()
  })

  test.each(['0.0.0.0', '::', '192.168.0.1', 'example.com'])('refuses to listen on %s', async (host) => {
    await expect(serveApp(contextOf(store), { host, port: 0 })).rejects.toThrow(/loopback only/)
  })

  test('health answers while the thread of the store does nothing else', async () => {
    const server = await serveApp(contextOf(store), { host: '127.0.0.1', port: 0 })
    const asked = new SharedArrayBuffer(4)
    const source = `const { workerData, parentPort } = require('node:worker_threads')
      const { url, asked } = workerData
      fetch(url).then((answer) => answer.json()).then((health) => {
        parentPort.postMessage(health)
        Atomics.store(new Int32Array(asked), 0, 1)
        Atomics.notify(new Int32Array(asked), 0)
      })`
    const workerData = { url: `${server.url}/api/v1/health`, asked }
    const asker = new Worker(source, { eval: true, execArgv: [], workerData })
    // Nothing of this thread goes on until the answer is there.
    expect(Atomics.wait(new Int32Array(asked), 0, 0, 300_000)).toBe('ok')
    const [health] = (await once(asker, 'message')) as [unknown]
    expect(health).toMatchObject({ status: 'starting', store: { kind: store.kind, status: 'busy' } })
    await asker.terminate()
    await server.close()
  })

  test('health answers while the store is busy', async () => {
    const server = await serveApp(contextOf(store), { host: '127.0.0.1', port: 0 })
    // It waits for the store for a moment only: on a busy machine a later one has what an earlier one asked for.
    const healthWith = async (status: string) => {
      for (;;) {
        const answer = await fetch(`${server.url}/api/v1/health`)
        const health = (await answer.json()) as { store: { status: string } }
        if (health.store.status === status) return health
      }
    }
    expect(await healthWith('ok')).toMatchObject({ status: 'ok', ingest: { status: 'ok' } })
    let release = () => {}
    const held = new Promise<void>((resolve) => (release = resolve))
    // As an ingest does it: one transaction that everybody else waits for on the embedded store.
    const busy = store.db.transaction().execute(async (tx) => {
      await sql`select 1`.execute(tx)
      await held
    })
    const expected = { status: 'ok', ingest: { status: 'ok', finishedAt: '2026-04-10T12:00:00.000Z' } }
    await expect(healthWith(store.kind === 'pglite' ? 'busy' : 'ok').finally(release)).resolves.toMatchObject(expected)
    await busy
    await server.close()
  })
})
