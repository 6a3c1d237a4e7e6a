import pg from 'pg'
import { OID, parsers, type Parser } from './parsers.ts'

const TEXT_ARRAY = 1009
/** The driver's own, by a plain number: its type names the scalar types only. */
const getTypeParser = pg.types.getTypeParser as (oid: number, format: 'text' | 'binary') => Parser

/** The array types of those that parsers.ts reads. */
const ARRAY_OF: Readonly<Record<number, number>> = {
  1016: OID.int8,
  1182: OID.date,
  1115: OID.timestamp,
  1185: OID.timestamptz,
  1187: OID.interval,
  1231: OID.numeric,
}

/** The parsers of the pool's clients alone: `pg.types.setTypeParser` would set them for the whole process. */
export const postgresTypes = {
  getTypeParser(oid: number, format?: 'text' | 'binary'): Parser {
    if (format === 'binary') return getTypeParser(oid, format)
    const element = parsers[ARRAY_OF[oid] ?? -1]
    if (element) return (text) => texts(text).map((each) => (each === null ? null : element(each)))
    return parsers[oid] ?? getTypeParser(oid, 'text')
  },
}

function texts(arrayText: string): (string | null)[] {
  return getTypeParser(TEXT_ARRAY, 'text')(arrayText) as (string | null)[]
}
