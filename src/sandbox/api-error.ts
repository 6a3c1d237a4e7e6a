import type { Context, ErrorHandler, Hono, NotFoundHandler } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { ContentfulStatusCode } from 'hono/utils/http-status'

const CODES = {
  bad_request: 400,
  unauthorized: 401,
  insufficient_credits: 402,
  forbidden: 403,
  not_found: 404,
  not_allowed: 405,
  already_exists: 409,
  conflict: 409,
  too_large: 413,
  unprocessable: 422,
  out_of_stock: 409,
  server_error: 500,
} as const satisfies Record<string, ContentfulStatusCode>

export type ErrorCode = keyof typeof CODES

/** A refusal with the code and the sentence that the caller reads, and what else may help. */
export class ApiError extends Error {
  override name = 'ApiError'
  readonly code: ErrorCode
  readonly more: Record<string, unknown>

  constructor(code: ErrorCode, message: string, more: Record<string, unknown> = {}) {
    super(message)
    this.code = code
    this.more = more
  }
}

export function notFound(what: string, id: string): ApiError {
  return new ApiError('not_found', `${what} ${id} not found`)
}

function answer(c: Context, code: ErrorCode, message: string, more: Record<string, unknown> = {}): Response {
  return c.json({ success: false, message, error: code, ...more }, CODES[code])
}

/** Every failure leaves in the one envelope of the contract. */
export const onError: ErrorHandler = (error, c) => {
  if (error instanceof ApiError) return answer(c, error.code, error.message, error.more)
  if (error instanceof HTTPException && error.status < 500)
    return answer(c, error.status === 413 ? 'too_large' : 'bad_request', error.message)
  return answer(c, 'server_error', `Internal Server Error: ${error.message}`)
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

/** 405 with the methods that the path has, 404 where it has none. */
export function onNotFound({ router }: Hono): NotFoundHandler {
  // Middleware answers to every method: what is there for an unheard-of one is no endpoint.
  const handlers = (method: string, path: string) => router.match(method, path)[0].length
  return (c) => {
    const allowed = METHODS.filter((method) => handlers(method, c.req.path) > handlers('NONE', c.req.path)).join(', ')
    if (allowed === '') return answer(c, 'not_found', `No such endpoint: ${c.req.method} ${c.req.path}`)
    c.header('Allow', allowed)
    return answer(c, 'not_allowed', `${c.req.method} is not allowed at ${c.req.path}; ${allowed} is`)
  }
}
