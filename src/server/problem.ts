import type { ContentfulStatusCode } from 'hono/utils/http-status'

/** Every way in which an answer can be a refusal. */
export type ProblemKind =
  | 'invalid-request'
  | 'unauthorized'
  | 'foreign-host'
  | 'foreign-origin'
  | 'not-found'
  | 'method-not-allowed'
  | 'busy'
  | 'not-ready'
  | 'internal'

interface ProblemMeaning {
  readonly status: ContentfulStatusCode
  readonly title: string
}

/** The total map from kind to HTTP. */
export const PROBLEMS: Record<ProblemKind, ProblemMeaning> = {
  'invalid-request': { status: 400, title: 'The request is not understood' },
  unauthorized: { status: 401, title: 'A token is needed' },
  'foreign-host': { status: 403, title: 'Not served under this host name' },
  'foreign-origin': { status: 403, title: 'Changes are taken from the own page only' },
  'not-found': { status: 404, title: 'There is nothing here' },
  'method-not-allowed': { status: 405, title: 'This method is not served here' },
  busy: { status: 409, title: 'Something else is at work on it' },
  'not-ready': { status: 503, title: 'The first ingest has not ended yet' },
  internal: { status: 500, title: 'Something failed on our side' },
}

/** One thing that is wrong with a request: where (a JSON pointer to the parameter) and what would be right. */
export interface ProblemError {
  readonly pointer: string
  readonly detail: string
}

/** Members beside those of RFC 9457. */
export interface ProblemExtension {
  readonly errors?: readonly ProblemError[]
  /** What a repetition of the request has to show. */
  readonly asks?: 'admin-token'
  /** How far the first ingest has come. */
  readonly progress?: unknown
}

/** Thrown by a service or handler; `onError` turns it into `application/problem+json`. */
export class ProblemException extends Error {
  override readonly name = 'ProblemException'
  readonly kind: ProblemKind
  readonly extension: ProblemExtension

  constructor(kind: ProblemKind, detail: string, extension: ProblemExtension = {}) {
    super(detail)
    this.kind = kind
    this.extension = extension
  }
}

/** A problem about one parameter of the query or the path. */
export const invalidParameter = (name: string, detail: string): ProblemException =>
  new ProblemException('invalid-request', `${name}: ${detail}`, { errors: [{ pointer: `/${name}`, detail }] })
