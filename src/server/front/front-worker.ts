/**
 * The thread that has the socket, spoken to by serve-app.ts. Its turns are always free: health is answered here, from
 * memory, and everything else by the thread that has the store, however long its engine calculates.
 */
import { parentPort, workerData } from 'node:worker_threads'
import { listenOn, type Listening } from '../listen.ts'
import { frontApp } from './front-app.ts'
import { forwarder } from './forward.ts'
import type { FrontAsks, FrontHears, FrontOptions } from './message.ts'
import type { HealthNews } from '../services/health.ts'

const port = parentPort
if (!port) throw new Error('This file is the entry of a worker thread')
const options = workerData as FrontOptions
const ask = (message: FrontAsks, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer)

const { forward, hear } = forwarder(ask)
let waiting: ((news: HealthNews) => void)[] = []
const askHealth = () =>
  new Promise<HealthNews>((resolve) => {
    waiting.push(resolve)
    ask({ kind: 'health' })
  })

let listening: Listening | null = null
port.on('message', (message: FrontHears) => {
  if (message.kind === 'health') {
    for (const resolve of waiting) resolve(message.news)
    waiting = []
  } else if (message.kind === 'close') {
    void (listening?.close() ?? Promise.resolve()).then(() => {
      ask({ kind: 'closed' })
      port.close()
    })
  } else hear(message)
})

try {
  const { fetch } = frontApp(options, { askHealth, forward })
  listening = await listenOn(fetch, { ...options, onNotice: (sentence) => ask({ kind: 'notice', sentence }) })
  ask({ kind: 'listening', port: listening.port })
} catch (error) {
  ask({ kind: 'unable', error: error instanceof Error ? error.message : String(error) })
  port.close()
}
