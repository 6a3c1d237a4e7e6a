import type { Fault } from './fault.ts'

export const dropped: Fault = {
  name: 'dropped',
  what: 'the connection closes in the middle of the body',
  async answer(request, ask) {
    const response = await ask(request)
    const bytes = new Uint8Array(await response.arrayBuffer())
    const half = new Blob([bytes.slice(0, Math.floor(bytes.length / 2))])
    // The promised length tells the receiver that something is missing when the connection ends.
    const headers = {
      'Content-Type': 'application/json',
      'Content-Length': String(bytes.length),
      Connection: 'close',
    }
    return new Response(half.stream(), { status: response.status, headers })
  },
}
