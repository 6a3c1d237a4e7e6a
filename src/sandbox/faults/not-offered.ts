import type { Fault } from './fault.ts'

export const notOffered: Fault = {
  name: 'not-offered',
  what: '404 as for an endpoint that the account does not have',
  answer: () => Response.json({ success: false, message: 'Not Found', error: 'not_found' }, { status: 404 }),
}
