import type { Context, TypedResponse } from 'hono'

/** Answers JSON whose bytes were written already, in parts, for clients that know what it is of. They are given away. */
export function jsonBytes<Dto>(c: Context, parts: readonly Uint8Array<ArrayBuffer>[]) {
  const left = parts.values()
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull(controller) {
      const { value, done } = left.next()
      if (done) controller.close()
      else controller.enqueue(value)
    },
  })
  return c.body(body, 200, { 'content-type': 'application/json' }) as unknown as Response &
    TypedResponse<Dto, 200, 'json'>
}
