/** The thread in which PGlite lives, so that a large write stops nothing but itself. Spoken to by pglite-thread.ts. */
import { parentPort, workerData } from 'node:worker_threads'
import { openPgliteSession } from './pglite-session.ts'
import { errorFields, type Answer, type Request, type WorkerOptions } from './pglite-message.ts'

const port = parentPort
if (!port) throw new Error('This file is the entry of a worker thread')
const { dataDir } = workerData as WorkerOptions
const answer = (message: Answer) => port.postMessage(message)

try {
  const session = await openPgliteSession(dataDir)
  port.on('message', (request: Request) => {
    void (async () => {
      try {
        if (request.kind === 'query') {
          answer({ id: request.id, result: await session.query(request.sql, request.parameters) })
        } else {
          await session.close()
          answer({ id: request.id, result: { rows: [] } })
          port.close()
        }
      } catch (error) {
        answer({ id: request.id, error: errorFields(error) })
      }
    })()
  })
  answer({ id: 0, result: { rows: [] } })
} catch (error) {
  answer({ id: 0, error: errorFields(error) })
  port.close()
}
