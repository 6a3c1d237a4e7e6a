import { isObject } from '../../barrack/endpoint-map.ts'

/** Fields whose words say what kind of thing it is, not whose. */
const SAFE =
  /status|state|currency|tier|region|type|model|unit|time|date|_at$|success|source|available|planned|country/i
const SAFE_LENGTH = 40
const ROWS = 2

/** An answer as it may be shown to others: the form is kept; names, ids and addresses become 'xxx-000', 812.4 is 800. */
export function redact(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.slice(0, ROWS).map((one) => redact(one, key))
  if (isObject(value))
    return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, redact(field, name)]))
  if (typeof value === 'number') return Number.isFinite(value) ? Number(value.toPrecision(1)) : value
  if (typeof value !== 'string') return value
  if (SAFE.test(key) && value.length <= SAFE_LENGTH) return value
  return value.slice(0, SAFE_LENGTH).replace(/\p{L}/gu, 'x').replace(/\d/g, '0')
}

/** A sentence without the values that it quotes. */
export const redactText = (text: string): string => text.replace(/'[^']*'|"[^"]*"/g, "'...'")
