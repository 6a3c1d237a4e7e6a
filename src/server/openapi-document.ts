import type { Hono } from 'hono'
import { generateSpecs } from 'hono-openapi'
import { apiRoutes } from './api-routes.ts'
import type { AppContext } from './context.ts'

const INFO = {
  title: 'Quartermaster',
  description:
    'Spend, forecast and runway of a Barrack account. Money is a decimal string, an instant ends in Z, a day is one of ' +
    "the account's zone, a period is from (inclusive) to (exclusive). Wallets are never added up. Errors are " +
    'application/problem+json (RFC 9457).',
}

/** The OpenAPI 3.1 document of the routes under /api/v1, made from the routes themselves. */
export const describeApi = (api: Hono, version: string) =>
  generateSpecs(api, {
    documentation: { openapi: '3.1.0', info: { ...INFO, version }, servers: [{ url: '/api/v1' }] },
    // Refusals are described by each operation, as problems.
    defaultValidationErrorResponse: false,
    // A path that ends in .csv is no static file here.
    excludeStaticFile: false,
  })

/** The document of this version. No route is asked, so that none needs a store. */
export function openapiOf(version: string): ReturnType<typeof describeApi> {
  return describeApi(apiRoutes({ store: { kind: 'pglite' } } as AppContext), version)
}
