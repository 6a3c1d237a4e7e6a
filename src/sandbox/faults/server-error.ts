import type { Fault } from './fault.ts'

export const serverError: Fault = {
  name: 'server-error',
  what: '500 with a bare message',
  answer: () => Response.json({ message: 'Internal Server Error' }, { status: 500 }),
}
