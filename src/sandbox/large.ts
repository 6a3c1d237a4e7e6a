import { Hono } from 'hono'
import { ApiError } from './api-error.ts'
import { keyOf } from './auth.ts'

const ACCOUNTS = 50
/** So many accounts are kept in memory; the others are made again when they are asked for. */
const KEPT = 2
const READING: readonly string[] = ['GET', 'HEAD']

/**
 * Fifty accounts behind their keys `account-01` to `account-50`, each made when it is first asked for. What the API
 * changed in an account keeps it in memory.
 */
export function manyAccounts(open: (account: { seed: number; apiKey: string }) => Hono): Hono {
  const apps = new Map<string, { app: Hono; changed: boolean }>()
  return new Hono().all('*', (c) => {
    const key = keyOf((name) => c.req.header(name)) || (c.req.query('account') ?? '')
    const number = Number(/^account-(\d\d)$/.exec(key)?.[1] ?? 0)
    if (number < 1 || number > ACCOUNTS)
      throw new ApiError(
        'unauthorized',
        `The keys are account-01 to account-${ACCOUNTS}; beside the API: ?account=account-01`,
      )
    const entry = apps.get(key) ?? { app: open({ seed: number, apiKey: key }), changed: false }
    if (c.req.path.startsWith('/api/') && !READING.includes(c.req.method)) entry.changed = true
    apps.delete(key)
    apps.set(key, entry)
    const idle = [...apps].filter(([, { changed }]) => !changed)
    for (const [name] of idle.slice(0, Math.max(0, idle.length - KEPT))) apps.delete(name)
    return entry.app.fetch(c.req.raw)
  })
}
