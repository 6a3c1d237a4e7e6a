import { createMiddleware } from 'hono/factory'
import { ApiError } from './api-error.ts'
import type { Sandbox } from './sandbox.ts'

/** The key of a request, whichever of the three known headers carries it. */
export function keyOf(header: (name: string) => string | undefined): string {
  const bearer = /^Bearer\s+(.+)$/i.exec(header('authorization') ?? '')?.[1]
  return (bearer ?? header('x-api-key') ?? header('api_key') ?? '').trim()
}

/** 401 without a key, and with another one than the sandbox was started with. */
export function authenticated({ apiKey }: Sandbox) {
  return createMiddleware(async function authenticate(c, next) {
    const key = keyOf((name) => c.req.header(name))
    if (key === '')
      throw new ApiError(
        'unauthorized',
        'Authentication required: send Authorization: Bearer <key>, X-API-Key or api_key',
      )
    if (apiKey !== null && key !== apiKey) throw new ApiError('unauthorized', 'Invalid API key')
    await next()
  })
}
