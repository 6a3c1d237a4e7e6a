import { Hono } from 'hono'
import type { AppContext } from '../context.ts'
import { describeApi } from '../openapi-document.ts'

/** The document is made from the routes themselves, once. */
export const openapiRoute = (context: AppContext, api: Hono) => {
  let document: ReturnType<typeof describeApi> | null = null
  return new Hono().get('/openapi.json', async (c) => {
    document ??= describeApi(api, context.version)
    return c.json(await document)
  })
}
