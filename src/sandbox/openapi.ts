import type { Hono } from 'hono'
import { generateSpecs } from 'hono-openapi'
import { z } from 'zod'
import { OPERATIONS } from './contract/operations.ts'
import { refusal } from './contract/scalars.ts'

const INFO = {
  title: 'Barrack sandbox',
  version: '1',
  description:
    'The Barrack API as this project reads it. Bodies are JSON, refusals come in one envelope, lists by page and limit. ' +
    'A key goes in Authorization: Bearer, X-API-Key or api_key. ' +
    'An action answers at once and goes on by itself: ask for the details of the resource until its status is the one ' +
    'that was asked for (an instance ACTIVE, SHUTOFF or HIBERNATED, storage available or attached). What was deleted is ' +
    'gone once its details are answered 404.',
}

type Method = 'get' | 'post' | 'put' | 'delete'
interface OpenApiOperation {
  tags?: string[]
  summary?: string
  responses?: Record<string, unknown>
  [key: string]: unknown
}
export interface OpenApiDocument {
  paths: Record<string, Partial<Record<Method, OpenApiOperation>>>
  [key: string]: unknown
}

/** The OpenAPI 3.1 document: parameters and bodies from the routes, answers from the contract. */
export async function openApiDocument(api: Hono): Promise<OpenApiDocument> {
  const made = await generateSpecs(api, {
    includeEmptyPaths: true,
    defaultValidationErrorResponse: false,
    documentation: { openapi: '3.1.0', info: INFO },
  })
  const document = made as unknown as OpenApiDocument
  const paths: OpenApiDocument['paths'] = {}
  for (const [path, operations] of Object.entries(document.paths)) {
    const slashed = path.endsWith('/') ? path : `${path}/`
    paths[slashed] = Object.fromEntries(
      Object.entries(operations).map(([method, made]) => [
        method,
        described(`${method.toUpperCase()} ${slashed}`, made),
      ]),
    )
  }
  const securitySchemes = { key: { type: 'http', scheme: 'bearer' } }
  return {
    ...document,
    paths,
    components: { securitySchemes, schemas: { Refusal: schemaOf(refusal) } },
    security: [{ key: [] }],
  }
}

function described(key: string, made: OpenApiOperation): OpenApiOperation {
  const operation = OPERATIONS[key]
  if (!operation) return made
  const { group, summary, answer, status } = operation
  return {
    ...made,
    tags: [group],
    summary,
    responses: {
      [status]: { description: 'Done', content: { 'application/json': { schema: schemaOf(answer) } } },
      default: {
        description: 'Refused',
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Refusal' } } },
      },
    },
  }
}

function schemaOf(schema: z.ZodType): unknown {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema)
  return rest
}
