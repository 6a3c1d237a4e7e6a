import { hash } from 'node:crypto'

/** A short text that is the same for the same values only. */
export function fingerprintOf(values: readonly (string | number | bigint | null)[]): string {
  return hash('sha1', values.map((value) => (value === null ? '\u0000' : String(value))).join('\u001f'), 'base64')
}

/** The same of an answer's row, whatever it is and in whatever order its keys come (the store keeps none). */
export function fingerprintOfJson(value: unknown): string {
  return hash('sha1', JSON.stringify(inOrder(value ?? null)), 'base64')
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return entries.map(([key, field]) => [key, inOrder(field)])
}
