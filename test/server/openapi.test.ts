import { expect, test } from 'vitest'
import committed from '../../docs/openapi.json' with { type: 'json' }
import packageJson from '../../package.json' with { type: 'json' }
import { apiRoutes } from '../../src/server/api-routes.ts'
import type { AppContext } from '../../src/server/context.ts'
import { openapiOf } from '../../src/server/openapi-document.ts'

const document = await openapiOf(packageJson.version)
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ name: `${method.toUpperCase()} ${path}`, operation })),
)

interface Described {
  readonly operationId?: string
  readonly summary?: string
  readonly responses: Record<string, { content?: Record<string, { schema?: object }> }>
}

test('the committed document is that of the routes; npm run openapi:write makes it anew', () => {
  expect(committed).toEqual(JSON.parse(JSON.stringify(document)))
})

test('every route stands in the document', () => {
  const routes = apiRoutes({ store: { kind: 'pglite' } } as AppContext).routes
  const names = new Set(routes.map(({ method, path }) => `${method} ${path.replace(/:(\w+)/, '{$1}')}`))
  expect(operations.map(({ name }) => name).sort()).toEqual([...names].sort())
})

test('no two operations have one id', () => {
  const ids = operations.map(({ operation }) => (operation as unknown as Described).operationId)
  expect(new Set(ids).size).toBe(ids.length)
})

test.each(operations)('$name has an id, a summary, a schema of its answer and its problems', ({ operation }) => {
  const { operationId, summary, responses } = operation as unknown as Described
  expect(operationId).toMatch(/^[a-z][A-Za-z]+$/)
  expect(summary).toBeTruthy()
  const [answer] = Object.entries(responses).filter(([status]) => status.startsWith('2'))
  const [media] = Object.values(answer![1].content!)
  expect(Object.keys(media!.schema!).length).toBeGreaterThan(0)
  const problems = Object.entries(responses).filter(([status]) => !status.startsWith('2'))
  expect(problems.map(([status]) => status)).toEqual(expect.arrayContaining(['403', '500']))
  for (const [, { content }] of problems) expect(Object.keys(content!)).toEqual(['application/problem+json'])
})
