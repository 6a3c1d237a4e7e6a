import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { RunningSandbox, ServeOptions } from './serve.ts'
import type { WorkerMessage } from './worker.ts'

/** Left to itself the heap grows long before it is swept: fifty large accounts read in turn stay under 800 MB with this. */
const LARGEST_HEAP_MB = 640

/** Like `startSandbox`, in a thread of its own, so that its work holds nobody up. */
export async function startSandboxWorker(options: ServeOptions = {}): Promise<RunningSandbox> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    workerData: options,
    resourceLimits: { maxOldGenerationSizeMb: LARGEST_HEAP_MB },
  })
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
