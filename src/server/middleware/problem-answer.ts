import type { Context, ErrorHandler } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { RequestLog } from '../context.ts'
import type { ProblemDto } from '../dto/common.ts'
import { PROBLEMS, ProblemException } from '../problem.ts'
import { storeProblem } from './store-problem.ts'

/** Every error as RFC 9457; what is not a refusal is logged, and its text stays inside. */
export function problemAnswers(log: RequestLog): ErrorHandler {
  return function answerProblem(error, c) {
    if (error instanceof ProblemException) return problemAnswer(c, error)
    if (error instanceof HTTPException && error.status < 500) {
      return problemAnswer(c, new ProblemException('invalid-request', error.message))
    }
    const ofStore = storeProblem(error)
    if (ofStore?.kind === 'invalid-request') return problemAnswer(c, ofStore)
    log.error({ requestId: requestIdOf(c), path: c.req.path, err: error }, 'request failed')
    return problemAnswer(c, ofStore ?? new ProblemException('internal', 'The log has the reason under this requestId.'))
  }
}

export function problemAnswer(c: Context, { kind, message, extension }: ProblemException): Response {
  const { status, title } = PROBLEMS[kind]
  const body = {
    type: `urn:quartermaster:problem:${kind}`,
    title,
    status,
    detail: message,
    instance: c.req.path,
    requestId: requestIdOf(c),
    ...extension,
  } satisfies Omit<ProblemDto, 'errors'> & object
  return c.body(JSON.stringify(body), status, {
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
    ...(kind === 'not-ready' ? { 'retry-after': '2' } : {}),
  })
}

const requestIdOf = (c: Context): string => c.res.headers.get('x-request-id') ?? ''
