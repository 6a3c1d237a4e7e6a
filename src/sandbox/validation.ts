import type { Env } from 'hono'
import { validator } from 'hono-openapi'
import type { z } from 'zod'
import { ApiError } from './api-error.ts'

interface Issue {
  message: string
  path?: readonly (PropertyKey | { key: PropertyKey })[] | undefined
}

function sentenceOf({ message, path = [] }: Issue): string {
  const name = path.map((part) => String(typeof part === 'object' ? part.key : part)).join('.')
  return name ? `${name}: ${message}` : message
}

/** Query parameters by a schema; what does not fit is answered 400 with the parameter's name. */
export function query<S extends z.ZodType>(schema: S) {
  return validator<S, 'query', Env, string>('query', schema, (result) => {
    if (!result.success) throw new ApiError('bad_request', result.error.map(sentenceOf).join('; '))
  })
}

/** A JSON body by a schema; what does not fit is answered 400 with the field's name. */
export function body<S extends z.ZodType>(schema: S) {
  return validator<S, 'json', Env, string>('json', schema, (result) => {
    if (!result.success) throw new ApiError('bad_request', result.error.map(sentenceOf).join('; '))
  })
}
