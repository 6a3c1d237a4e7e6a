import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { errorOf, type Answer, type Request, type WorkerOptions } from './pglite-message.ts'
import type { PgliteSession, StatementResult } from './pglite-session.ts'
import { StoreError } from './store-error.ts'

interface Waiting {
  readonly resolve: (result: StatementResult) => void
  readonly reject: (error: Error) => void
}

/**
 * Opens PGlite in a thread of its own. Statements run in the order in which they are sent.
 * @throws StoreError when the folder cannot be opened.
 */
export async function openPgliteThread(dataDir: string | null): Promise<PgliteSession> {
  const workerData: WorkerOptions = { dataDir }
  const worker = new Worker(new URL('./pglite-worker.ts', import.meta.url), { workerData, execArgv: [] })
  const waiting = new Map<number, Waiting>()
  let lastId = 0
  let ended: Error | null = null

  const end = (error: Error) => {
    ended ??= error
    for (const { reject } of waiting.values()) reject(ended)
    waiting.clear()
  }
  worker.on('error', (error: Error) => {
    end(new StoreError(`The embedded store stopped: ${error.message}`, { cause: error }))
  })
  worker.on('exit', () => {
    end(new StoreError('The embedded store is closed'))
  })
  worker.on('message', (answer: Answer) => {
    const caller = waiting.get(answer.id)
    waiting.delete(answer.id)
    if ('error' in answer) caller?.reject(errorOf(answer.error))
    else caller?.resolve(answer.result)
  })

  const ask = (request: Request | { id: 0; kind: 'open' }) =>
    new Promise<StatementResult>((resolve, reject) => {
      if (ended) {
        reject(ended)
        return
      }
      waiting.set(request.id, { resolve, reject })
      if (request.kind !== 'open') worker.postMessage(request)
    })

  try {
    await ask({ id: 0, kind: 'open' })
  } catch (error) {
    await worker.terminate()
    throw new StoreError(`The embedded store in ${dataDir ?? 'memory'} cannot be opened: ${(error as Error).message}`, {
      cause: error,
    })
  }
  return {
    query: (sql, parameters) => ask({ kind: 'query', id: ++lastId, sql, parameters }),
    async close() {
      if (ended) return
      const exit = once(worker, 'exit')
      await ask({ kind: 'close', id: ++lastId })
      await exit
    },
  }
}
