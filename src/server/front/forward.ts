import type { FrontAsks, FrontHears } from './message.ts'

type Answer = Exclude<FrontHears, { kind: 'health' | 'close' }>

/** One request that is answered by the other thread. */
interface Asked {
  readonly answer: (response: Response) => void
  readonly fail: (error: Error) => void
  body: ReadableStreamDefaultController<Uint8Array> | null
}

/** Statuses of which a response must not have a body. */
const EMPTY = new Set([101, 204, 205, 304])

/** Sends requests through `ask` and makes responses of what is heard; a body comes piece by piece, as it is read. */
export function forwarder(ask: (message: FrontAsks, transfer?: ArrayBuffer[]) => void) {
  const asked = new Map<number, Asked>()
  let lastId = 0

  async function forward(request: Request, added: Readonly<Record<string, string>>): Promise<Response> {
    const id = ++lastId
    const { url, method } = request
    const headers = [...new Headers({ ...Object.fromEntries(request.headers), ...added })]
    const body = request.body === null ? null : await request.arrayBuffer()
    const answered = new Promise<Response>((answer, fail) => asked.set(id, { answer, fail, body: null }))
    ask({ kind: 'request', id, request: { url, method, headers, body } }, body ? [body] : [])
    return answered
  }

  function bodyOf(id: number): ReadableStream<Uint8Array> {
    return new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          asked.get(id)!.body = controller
        },
        pull: () => ask({ kind: 'more', id }),
        cancel: () => {
          asked.delete(id)
          ask({ kind: 'enough', id })
        },
      },
      { highWaterMark: 1 },
    )
  }

  function hear(message: Answer): void {
    const { id } = message
    const one = asked.get(id)
    if (!one) return
    switch (message.kind) {
      case 'head': {
        const { status, headers, hasBody } = message
        const init = { status, headers: headers.map(([name, value]): [string, string] => [name, value]) }
        one.answer(new Response(hasBody && !EMPTY.has(status) ? bodyOf(id) : null, init))
        if (!hasBody) asked.delete(id)
        return
      }
      case 'piece':
        one.body?.enqueue(message.piece)
        return
      case 'end':
        asked.delete(id)
        one.body?.close()
        return
      case 'broken': {
        asked.delete(id)
        const error = new Error(message.error)
        if (one.body) one.body.error(error)
        else one.fail(error)
      }
    }
  }
  return { forward, hear }
}
