import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseInt8, parseTimestamptz } from '../../src/db/parsers.ts'
import type { Store } from '../../src/db/store.ts'
import { STORES } from '../support/stores.ts'

/** Each expression and what must come out, on both stores. */
const READ: readonly [expression: string, expected: unknown][] = [
  [`9007199254740991::int8`, 9007199254740991],
  [`-1::int8`, -1],
  [`count(*)`, 1],
  [`7::int4`, 7],
  [`7::int2`, 7],
  [`0.1::float8`, 0.1],
  [`1.500000000000::numeric(38,12)`, '1.500000000000'],
  [`123456789012345678901234567.000000000001::numeric`, '123456789012345678901234567.000000000001'],
  [`sum(2::int8)`, '2'],
  [`'2026-03-01'::date`, '2026-03-01'],
  [`'2026-03-01T00:00:00Z'::timestamptz`, Date.UTC(2026, 2, 1)],
  [`'2026-03-08 02:30:00.123456-08'::timestamptz`, Date.UTC(2026, 2, 8, 10, 30, 0, 123)],
  [`'1969-12-31T23:59:59.999Z'::timestamptz`, -1],
  [`'2026-03-01 00:00:00'::timestamp`, '2026-03-01 00:00:00'],
  [`true`, true],
  [`null::int8`, null],
  [`'{"a": [1, null, "x"]}'::jsonb`, { a: [1, null, 'x'] }],
  [`array['a', null, 'x"\\y,']`, ['a', null, 'x"\\y,']],
  [`array[1, null]::int8[]`, [1, null]],
  [`array[1.10, null]::numeric[]`, ['1.10', null]],
  [`array['2026-03-01']::date[]`, ['2026-03-01']],
  [`array['2026-03-01T00:00:00Z']::timestamptz[]`, [Date.UTC(2026, 2, 1)]],
  [`array['{"a":1}']::jsonb[]`, [{ a: 1 }]],
]

/** Each parameter and the text that the store makes of it. */
const WRITTEN: readonly [parameter: unknown, type: string, expected: string][] = [
  ['0.000000000001', 'numeric', '0.000000000001'],
  [5, 'int8', '5'],
  [12n, 'numeric', '12'],
  [true, 'bool', 'true'],
  ['true', 'bool', 'true'],
  ['2026-03-01T00:00:00.000Z', 'timestamptz', '2026-03-01 00:00:00+00'],
  [{ a: 'x"y' }, 'jsonb', '{"a": "x\\"y"}'],
  ['[1,2]', 'jsonb', '[1, 2]'],
  [['a', null, 'with "quotes", \\ and {}', ''], 'text[]', '{a,NULL,"with \\"quotes\\", \\\\ and {}",""}'],
  [[1, null, 3], 'int8[]', '{1,NULL,3}'],
  [['1.5', null], 'numeric[]', '{1.5,NULL}'],
  [[true, false], 'bool[]', '{t,f}'],
  [['{"a":"b,c"}'], 'jsonb[]', '{"{\\"a\\": \\"b,c\\"}"}'],
]

describe.each(STORES)('types on $name', ({ open }) => {
  let store: Store
  beforeAll(async () => {
    store = await open()
  })
  afterAll(() => store.close())

  test.each(READ)('%s is read as %o', async (expression, expected) => {
    const { rows } = await sql<{ value: unknown }>`select ${sql.raw(expression)} as value`.execute(store.db)
    expect(rows).toEqual([{ value: expected }])
  })

  test.each(WRITTEN)('%o is written as %s', async (parameter, type, expected) => {
    const { rows } = await sql`select ((${parameter}::${sql.raw(type)})::text) as value`.execute(store.db)
    expect(rows).toEqual([{ value: expected }])
  })

  test('an int8 that a number cannot hold throws', async () => {
    await expect(sql`select 9007199254740993::int8`.execute(store.db)).rejects.toThrow('too large to be read exactly')
  })

  test('the connection goes on after such a row', async () => {
    await expect(sql`select 1 as one`.execute(store.db)).resolves.toMatchObject({ rows: [{ one: 1 }] })
  })
})

test.each([
  ['2026-03-01 00:00:00+00', Date.UTC(2026, 2, 1)],
  ['2026-03-01 00:00:00.25+05:30', 1772303400250],
  ['0001-01-01 00:00:00+00', Date.parse('0001-01-01T00:00:00Z')],
])('the instant %s', (text, at) => {
  expect(parseTimestamptz(text)).toBe(at)
})

test.each(['infinity', '-infinity', '0044-03-15 00:00:00+00 BC'])('the instant %s is refused', (text) => {
  expect(() => parseTimestamptz(text)).toThrow(RangeError)
})

test('the largest int8 that is exact', () => {
  expect(parseInt8('9007199254740991')).toBe(Number.MAX_SAFE_INTEGER)
  expect(() => parseInt8('9007199254740992')).toThrow(RangeError)
})
