import { hash } from 'node:crypto'

/** A short text that is the same for the same values only. */
export function fingerprintOf(values: readonly (string | number | bigint | null)[]): string {
  return hash('sha1', values.map((value) => (value === null ? '\u0000' : String(value))).join('\u001f'), 'base64')
}

/** The same of an answer's row, whatever it is. */
export function fingerprintOfJson(value: unknown): string {
  return hash('sha1', JSON.stringify(value ?? null), 'base64')
}
