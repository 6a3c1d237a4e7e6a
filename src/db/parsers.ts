/** The object ids of the types whose text form is read in our own way. */
export const OID = {
  int8: 20,
  date: 1082,
  timestamp: 1114,
  timestamptz: 1184,
  interval: 1186,
  numeric: 1700,
} as const

export type Parser = (text: string) => unknown

/**
 * One reading of each type for both stores; the drivers' own differ from each other and from what we need (a date is a
 * local instant in one and a UTC instant in the other, an int8 text in one and a number or bigint in the other).
 * All other types read alike in both: int2 and int4 as number, text as string, bool as boolean, json parsed.
 */
export const parsers: Readonly<Record<number, Parser>> = {
  [OID.int8]: parseInt8,
  [OID.date]: (text) => text,
  [OID.timestamp]: (text) => text,
  [OID.timestamptz]: parseTimestamptz,
  [OID.interval]: (text) => text,
  [OID.numeric]: (text) => text,
}

/** An int8 as a number: '42' gives 42. Throws past 2^53 - 1, where a number would be another number. */
export function parseInt8(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError(`The stored integer ${text} is too large to be read exactly`)
  return value
}

/** '2026-03-01 00:00:00.25+05:30' gives the epoch milliseconds 1772303400250; finer fractions are cut off. */
export function parseTimestamptz(text: string): number {
  const at = Date.parse(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'))
  if (Number.isNaN(at)) throw new RangeError(`The stored instant '${text}' is not one that can be read`)
  return at
}
