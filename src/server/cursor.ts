import { invalidParameter } from './problem.ts'

/** A keyset cursor: the sort key of the last row, opaque to the reader. */
export const encodeCursor = (key: readonly string[]): string => Buffer.from(JSON.stringify(key)).toString('base64url')

/** Throws a problem where it is no cursor of this list. */
export function decodeCursor(cursor: string, length: number): string[] {
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    if (Array.isArray(key) && key.length === length && key.every((part) => typeof part === 'string')) return key
  } catch {
    // Not ours; said below.
  }
  throw invalidParameter('next', 'not a cursor of this list; take it from the answer before, with the same parameters')
}
