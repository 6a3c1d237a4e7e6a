import type { StatementResult } from './pglite-session.ts'

export interface WorkerOptions {
  readonly dataDir: string | null
}

/** From the main thread to the worker. */
export type Request =
  | { readonly kind: 'query'; readonly id: number; readonly sql: string; readonly parameters: readonly unknown[] }
  | { readonly kind: 'close'; readonly id: number }

/** Back again; id 0 speaks of the opening. */
export type Answer =
  { readonly id: number; readonly result: StatementResult } | { readonly id: number; readonly error: ErrorFields }

export type ErrorFields = Readonly<Record<string, string>>

/** What a structured clone of an error would lose: Postgres's own fields, by the names that `pg` gives them. */
const FIELDS = ['message', 'code', 'severity', 'detail', 'hint', 'where', 'schema', 'table', 'column', 'constraint']

export function errorFields(error: unknown): ErrorFields {
  if (!(error instanceof Error)) return { message: String(error) }
  const entries = FIELDS.map((field) => [field, (error as unknown as Record<string, unknown>)[field]] as const)
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'))
}

/** The error as it is thrown on this side. */
export function errorOf(fields: ErrorFields): Error {
  return Object.assign(new Error(fields.message), fields)
}
