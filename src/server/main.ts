import { Worker } from 'node:worker_threads'
import { createApp } from './app.ts'
import type { AppContext } from './context.ts'
import { answerFront } from './front/answer-front.ts'
import type { FrontAsks, FrontHears, FrontOptions } from './front/message.ts'
import type { ListenOptions } from './listen.ts'
import { healthNews } from './services/health.ts'

export interface RunningServer {
  readonly url: string
  readonly port: number
  /** Ends listening, lets answers under way finish for a moment, then cuts them off. */
  close(): Promise<void>
}

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '::1'])

/**
 * Listens on a loopback address; a taken port gives the next free one and a notice. The socket has a thread of its own
 * (front/), so that health is told at once whatever this one is busy with.
 * @throws RangeError for any other address: there is no access control, everybody could read and change the account.
 */
export async function serveApp(context: AppContext, { host, port, onNotice }: ListenOptions): Promise<RunningServer> {
  if (!LOOPBACK.has(host)) {
    throw new RangeError(
      `Quartermaster listens on loopback only (127.0.0.1, localhost or ::1), not on ${host}: it has no access control yet.`,
    )
  }
  const workerData: FrontOptions = {
    host,
    port,
    names: context.config.hosts,
    store: context.store.kind,
    version: context.version,
  }
  const worker = new Worker(new URL('./front/front-worker.ts', import.meta.url), { workerData, execArgv: [] })
  const tell = (message: FrontHears, transfer: ArrayBuffer[] = []) => worker.postMessage(message, transfer)
  const { fetch } = createApp(context)
  const hear = answerFront((request) => fetch(request), tell)
  const news = healthNews(context)

  return await new Promise((resolve, reject) => {
    let isListening = false
    let closed: () => void = () => undefined
    worker.on('message', (message: FrontAsks) => {
      switch (message.kind) {
        case 'listening':
          isListening = true
          resolve({
            url: `http://${host === '::1' ? '[::1]' : host}:${message.port}`,
            port: message.port,
            close: () =>
              new Promise<void>((done) => {
                closed = done
                tell({ kind: 'close' })
              }),
          })
          break
        case 'unable':
          reject(new Error(message.error))
          break
        case 'notice':
          onNotice?.(message.sentence)
          break
        case 'closed':
          void worker.terminate().then(closed)
          break
        case 'health':
          void news().then((told) => tell({ kind: 'health', news: told }))
          break
        default:
          hear(message)
      }
    })
    worker.on('error', (error: Error) => {
      if (isListening) throw error
      reject(error)
    })
  })
}
