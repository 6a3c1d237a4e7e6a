import { describeRoute, resolver, validator } from 'hono-openapi'
import type { z } from 'zod'
import { problemDto } from './dto/common.ts'
import { speakPlainly } from './plain-issues.ts'
import { PROBLEMS, ProblemException, type ProblemKind } from './problem.ts'

speakPlainly()

interface Operation {
  readonly id: string
  readonly summary: string
  readonly description?: string
  readonly status?: 200 | 202
  readonly answer: z.ZodType
  readonly problems?: readonly ProblemKind[]
}

const problemContent = { 'application/problem+json': { schema: resolver(problemDto) } }

const problemResponses = (kinds: readonly ProblemKind[]) =>
  Object.fromEntries(
    kinds.map((kind) => [PROBLEMS[kind].status, { description: PROBLEMS[kind].title, content: problemContent }]),
  )

/** Describes an operation that answers JSON; a foreign host and our own failure are possible everywhere. */
export const operation = ({ id, summary, description, status = 200, answer, problems = [] }: Operation) =>
  describeRoute({
    operationId: id,
    summary,
    ...(description === undefined ? {} : { description }),
    responses: {
      [status]: { description: summary, content: { 'application/json': { schema: resolver(answer) } } },
      ...problemResponses([...problems, 'foreign-host', 'internal']),
    },
  })

/** Describes an operation that streams a file. */
export const fileOperation = (id: string, summary: string, mediaType: string, description: string) =>
  describeRoute({
    operationId: id,
    summary,
    description,
    responses: {
      200: { description: summary, content: { [mediaType]: { schema: { type: 'string' } } } },
      ...problemResponses(['invalid-request', 'foreign-host', 'not-ready', 'internal']),
    },
  })

/** Checks the query; whatever is wrong is said for each parameter at once. */
export const query = <S extends z.ZodType>(schema: S) => validator('query', schema, refuse)

/** Checks the parameters of the path. */
export const path = <S extends z.ZodType>(schema: S) => validator('param', schema, refuse)

/** Checks a body of JSON. */
export const body = <S extends z.ZodType>(schema: S) => validator('json', schema, refuse)

interface Issue {
  readonly message: string
  readonly keys?: readonly string[]
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined
}

function refuse(result: { success: true } | { success: false; error: readonly Issue[] }): void {
  if (result.success) return
  const errors = result.error.flatMap((issue) =>
    pointersOf(issue).map((pointer) => ({ pointer, detail: issue.message })),
  )
  throw new ProblemException(
    'invalid-request',
    errors.map(({ pointer, detail }) => `${pointer.slice(1)}: ${detail}`).join('; '),
    { errors },
  )
}

/** Where an issue is; names that we do not know have no path of their own in zod. */
function pointersOf({ path = [], keys }: Issue): string[] {
  const base = path.map((part) => `/${String(typeof part === 'object' ? part.key : part)}`).join('')
  return keys ? keys.map((key) => `${base}/${key}`) : [base === '' ? '/' : base]
}
