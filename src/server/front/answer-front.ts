import type { AskedRequest, FrontAsks, FrontHears } from './message.ts'

/** Answers what the front forwards, by the app; gives what hears its messages about requests. */
export function answerFront(
  fetch: (request: Request) => Response | Promise<Response>,
  tell: (message: FrontHears, transfer?: ArrayBuffer[]) => void,
) {
  const readers = new Map<number, ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>>()

  async function answer(id: number, { url, method, headers, body }: AskedRequest): Promise<void> {
    const init = { method, headers: headers.map(([name, value]): [string, string] => [name, value]) }
    const response = await fetch(new Request(url, body === null ? init : { ...init, body }))
    const hasBody = response.body !== null
    if (response.body) readers.set(id, response.body.getReader())
    tell({ kind: 'head', id, status: response.status, headers: [...response.headers], hasBody })
  }

  async function more(id: number): Promise<void> {
    const read = await readers.get(id)?.read()
    if (!read) return
    if (read.done) {
      readers.delete(id)
      tell({ kind: 'end', id })
    } else {
      const piece = ownBytes(read.value)
      tell({ kind: 'piece', id, piece }, [piece.buffer])
    }
  }

  async function enough(id: number): Promise<void> {
    const reader = readers.get(id)
    readers.delete(id)
    await reader?.cancel()
  }

  return function hear(message: Extract<FrontAsks, { id: number }>): void {
    const { kind, id } = message
    const work = kind === 'request' ? answer(id, message.request) : kind === 'more' ? more(id) : enough(id)
    work.catch((error: unknown) => {
      readers.delete(id)
      tell({ kind: 'broken', id, error: error instanceof Error ? error.message : String(error) })
    })
  }
}

/**
 * Handed over, not copied: nobody keeps what a body has given. A view into a larger buffer is, for it would take along
 * what is of others.
 */
const ownBytes = (bytes: Uint8Array<ArrayBuffer>) =>
  bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice()
