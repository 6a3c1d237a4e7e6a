import { describe, expect, test } from 'vitest'
import { answerFront } from '../../src/server/front/answer-front.ts'
import { forwarder } from '../../src/server/front/forward.ts'
import type { FrontAsks, FrontHears } from '../../src/server/front/message.ts'

/** Both ends without a thread between them; what goes over is copied as it would be. */
function joined(fetch: (request: Request) => Response | Promise<Response>) {
  const said: (FrontAsks | FrontHears)[] = []
  const send = <Message extends FrontAsks | FrontHears>(to: (message: Message) => void) => {
    return (message: Message) => {
      said.push(message)
      const copy = structuredClone(message)
      setImmediate(() => to(copy))
    }
  }
  const behind: { hear?: ReturnType<typeof answerFront> } = {}
  const { forward, hear } = forwarder(send<FrontAsks>((message) => 'id' in message && behind.hear?.(message)))
  behind.hear = answerFront(
    fetch,
    send<FrontHears>((message) => 'id' in message && hear(message)),
  )
  return { forward: (request: Request) => forward(request, { 'x-request-id': 'r-1' }), said }
}

const ask = (init: RequestInit = {}) => new Request('http://127.0.0.1:3000/api/v1/things?a=1', init)
const encoded = (text: string) => new TextEncoder().encode(text)

describe('a request that another thread answers', () => {
  test('arrives whole: method, address, headers, body', async () => {
    const { forward } = joined(async (request) =>
      Response.json({
        method: request.method,
        url: request.url,
        id: request.headers.get('x-request-id'),
        origin: request.headers.get('origin'),
        body: await request.json(),
      }),
    )
    const body = JSON.stringify({ name: 'caf\u00e9' })
    const answer = await forward(ask({ method: 'POST', headers: { origin: 'http://127.0.0.1:3000' }, body }))
    expect(answer.headers.get('content-type')).toBe('application/json')
    expect(await answer.json()).toEqual({
      method: 'POST',
      url: 'http://127.0.0.1:3000/api/v1/things?a=1',
      id: 'r-1',
      origin: 'http://127.0.0.1:3000',
      body: { name: 'caf\u00e9' },
    })
  })

  test.each([204, 304])('an answer of %i has no body', async (status) => {
    const { forward } = joined(() => new Response(null, { status, headers: { etag: '"x"' } }))
    const answer = await forward(ask())
    expect([answer.status, answer.headers.get('etag'), answer.body]).toEqual([status, '"x"', null])
  })

  test('a long body comes piece by piece, as it is read', async () => {
    let made = 0
    const { forward } = joined(() => {
      const body = new ReadableStream<Uint8Array>({
        pull(controller) {
          if (made === 100) controller.close()
          else controller.enqueue(encoded(`line ${made++}\n`))
        },
      })
      return new Response(body)
    })
    const answer = await forward(ask())
    const reader = answer.body!.getReader() as ReadableStreamDefaultReader<Uint8Array>
    expect((await reader.read()).value).toEqual(encoded('line 0\n'))
    expect(made).toBeLessThan(10)
    let text = ''
    for (let read = await reader.read(); !read.done; read = await reader.read())
      text += new TextDecoder().decode(read.value)
    expect(text.split('\n')).toHaveLength(100)
  })

  test('a reader who goes ends the work for him', async () => {
    const ended = Promise.withResolvers<unknown>()
    const { forward } = joined(
      () => new Response(new ReadableStream({ pull: (c) => c.enqueue(encoded('x')), cancel: ended.resolve })),
    )
    const answer = await forward(ask())
    await answer.body!.cancel()
    await ended.promise
  })

  test('what breaks off is told as broken', async () => {
    const { forward } = joined(
      () => new Response(new ReadableStream({ pull: (c) => c.error(new Error('the store went away')) })),
    )
    await expect((await forward(ask())).text()).rejects.toThrow('the store went away')
    const { forward: refused } = joined(() => Promise.reject(new Error('no answer')))
    await expect(refused(ask())).rejects.toThrow('no answer')
  })

  test('a view of a large buffer does not take the buffer along', async () => {
    const large = new Uint8Array(1_000_000)
    const body = () =>
      new ReadableStream<Uint8Array>({
        start(controller) {
          controller.enqueue(large.subarray(5, 9))
          controller.close()
        },
      })
    const { forward, said } = joined(() => new Response(body()))
    expect((await (await forward(ask())).arrayBuffer()).byteLength).toBe(4)
    const piece = said.find(({ kind }) => kind === 'piece') as Extract<FrontHears, { kind: 'piece' }>
    expect(piece.piece.buffer.byteLength).toBe(4)
  })
})
