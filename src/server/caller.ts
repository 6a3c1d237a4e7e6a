import type { Context } from 'hono'
import type { Caller } from './services/admin.ts'

/** What proxies add to a request that they pass on. */
const PASSED_ON = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip', 'via'] as const

/** Who sends a request. */
export function callerOf(c: Context): Caller {
  return {
    authorization: c.req.header('authorization'),
    passedOnBy: PASSED_ON.find((name) => c.req.header(name) !== undefined) ?? null,
  }
}
