import type { Hono } from 'hono'
import { generateSpecs } from 'hono-openapi'

/** The OpenAPI 3.1 document of the routes under /api/v1. */
export const describeApi = (api: Hono, version: string) =>
  generateSpecs(api, {
    documentation: {
      openapi: '3.1.0',
      info: {
        title: 'Quartermaster',
        version,
        description:
          'Spend, forecast and runway of a Barrack account. Money is a decimal string, an instant ends in Z, a day is ' +
          "one of the account's zone, a period is from (inclusive) to (exclusive). Wallets are never added up. Errors " +
          'are application/problem+json (RFC 9457).',
      },
      servers: [{ url: '/api/v1' }],
    },
    // Refusals are described by each operation, as problems.
    defaultValidationErrorResponse: false,
  })
