import type { Fault } from './fault.ts'

export const refusedKey: Fault = {
  name: 'refused-key',
  what: '401: the key is wrong or has expired',
  answer: () => Response.json({ success: false, message: 'API key expired', error: 'unauthorized' }, { status: 401 }),
}
