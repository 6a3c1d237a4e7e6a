import type { Fault } from './fault.ts'

export const badGateway: Fault = {
  name: 'bad-gateway',
  what: '502 with the HTML page of a proxy',
  answer: () =>
    new Response('<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>', {
      status: 502,
      headers: { 'Content-Type': 'text/html' },
    }),
}
