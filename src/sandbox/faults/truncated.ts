import type { Fault } from './fault.ts'

export const truncated: Fault = {
  name: 'truncated',
  what: '200 whose JSON ends in the middle',
  async answer(request, ask) {
    const response = await ask(request)
    const text = await response.text()
    const headers = { 'Content-Type': 'application/json' }
    return new Response(text.slice(0, Math.floor(text.length / 2)), { status: response.status, headers })
  },
}
