import { Hono, type Context } from 'hono'
import { methodNotAllowed } from 'hono/method-not-allowed'
import { requestId } from 'hono/request-id'
import { apiRoutes } from './api-routes.ts'
import type { AppContext } from './context.ts'
import { hostCheck } from './middleware/host-check.ts'
import { noNul } from './middleware/no-nul.ts'
import { originCheck } from './middleware/origin-check.ts'
import { problemAnswer, problemAnswers } from './middleware/problem-answer.ts'
import { requestLog } from './middleware/request-log.ts'
import { securityHeaders } from './middleware/security-headers.ts'
import { writeOnly } from './middleware/write-only.ts'
import { ProblemException } from './problem.ts'
import { keepLinkRoute } from './routes/keep-link.ts'
import { openapiRoute } from './routes/openapi.ts'
import { staticFiles } from './static-files.ts'

/** The whole server: `app.request` in tests, `serveApp` on a socket. */
export function createApp(context: AppContext) {
  const api = apiRoutes(context)
  const app = new Hono()
    .use(requestId())
    .use(requestLog(context.log))
    .use(securityHeaders)
    .use(hostCheck(context.config.hosts))
    .use(originCheck)
    .use(noNul)
    .use(writeOnly)
    .use('/api/v1/*', methodNotAllowed({ app: new Hono().route('/api/v1', api), onMethodNotAllowed: otherMethods }))
    .route('/api/v1', api)
    .route('/api/v1', openapiRoute(context, api))
  app.route('/', keepLinkRoute(context))
  if (context.webRoot !== null) app.get('*', staticFiles(context.webRoot))
  app.notFound((c) => problemAnswer(c, new ProblemException('not-found', `There is no ${c.req.path}.`)))
  app.onError(problemAnswers(context.log))
  return app
}

function otherMethods(c: Context, methods: string[]): Response {
  c.header('allow', methods.join(', '))
  return problemAnswer(c, new ProblemException('method-not-allowed', `Here: ${methods.join(', ')}.`))
}

export type AppType = ReturnType<typeof createApp>
export type { ProblemDto } from './dto/common.ts'
