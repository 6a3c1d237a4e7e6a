import { type Fault, type Json, mapFields } from './fault.ts'

const AHEAD_SECONDS = 2 * 3600

export const clockSkew: Fault = {
  name: 'clock-skew',
  what: "the service's clock is two hours ahead: Date header and the timestamp of the price list",
  async answer(request, ask) {
    const response = await ask(request)
    const ahead = (key: string, value: Json) =>
      key === 'timestamp' && typeof value === 'number' ? value + AHEAD_SECONDS : value
    return Response.json(mapFields((await response.json()) as Json, ahead), {
      status: response.status,
      headers: { Date: new Date(Date.now() + AHEAD_SECONDS * 1000).toUTCString() },
    })
  },
}
