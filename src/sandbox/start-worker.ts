import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { RunningSandbox, ServeOptions } from './serve.ts'
import type { WorkerMessage } from './worker.ts'

/** Like `startSandbox`, in a thread of its own, so that its work holds nobody up. */
export async function startSandboxWorker(options: ServeOptions = {}): Promise<RunningSandbox> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: options })
  const [message] = (await once(worker, 'message')) as [WorkerMessage]
  if ('error' in message) {
    await worker.terminate()
    throw new Error(message.error)
  }
  const exited = once(worker, 'exit')
  return {
    url: message.url,
    async close() {
      worker.postMessage('close')
      await exited
    },
  }
}
