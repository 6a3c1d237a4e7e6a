import { parentPort, workerData } from 'node:worker_threads'
import { type ServeOptions, startSandbox } from './serve.ts'

/** Message of the thread to its parent: the address once it answers, or why it does not. */
export type WorkerMessage = { url: string } | { error: string }

if (parentPort) {
  const port = parentPort
  try {
    const { url, close } = await startSandbox(workerData as ServeOptions)
    port.postMessage({ url } satisfies WorkerMessage)
    // Any message means the end; without the listener nothing holds the thread once the server is closed.
    port.once('message', () => void close())
  } catch (error) {
    port.postMessage({ error: error instanceof Error ? error.message : String(error) } satisfies WorkerMessage)
  }
}
