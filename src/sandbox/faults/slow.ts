import { setTimeout as wait } from 'node:timers/promises'
import type { Fault } from './fault.ts'

const PIECES = 20
const PAUSE_MS = 250

export const slow: Fault = {
  name: 'slow',
  what: 'the body drips for five seconds',
  async answer(request, ask) {
    const response = await ask(request)
    const bytes = new Uint8Array(await response.arrayBuffer())
    const size = Math.ceil(bytes.length / PIECES)
    let sent = 0
    const stream = new ReadableStream<Uint8Array>({
      async pull(controller) {
        await wait(PAUSE_MS)
        controller.enqueue(bytes.slice(sent, sent + size))
        sent += size
        if (sent >= bytes.length) controller.close()
      },
    })
    return new Response(stream, { status: response.status, headers: { 'Content-Type': 'application/json' } })
  },
}
