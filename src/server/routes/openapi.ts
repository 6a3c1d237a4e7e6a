import { Hono } from 'hono'
import type { AppContext } from '../context.ts'
import { describeApi } from '../openapi-document.ts'

/**
 * The document is made from the routes themselves, once. It is no operation of its own, and its type stays out of the
 * client's: spelt out it is longer than the compiler writes.
 */
export const openapiRoute = (context: AppContext, api: Hono): Hono => {
  let document: ReturnType<typeof describeApi> | null = null
  const route = new Hono()
  route.get('/openapi.json', async (c) => {
    document ??= describeApi(api, context.version)
    return c.json(await document)
  })
  return route
}
