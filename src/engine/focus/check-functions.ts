import { parsePicos } from '../money.ts'

/** A check as the rule file writes it: the name of a function and its arguments; {} = always. */
export interface FocusCheck {
  readonly CheckFunction?: string
  readonly Items?: readonly FocusCheck[]
  readonly ColumnName?: string
  readonly ColumnAName?: string
  readonly ColumnBName?: string
  readonly ResultColumnName?: string
  readonly Value?: string | number | null
  readonly ExpectedCount?: number
  readonly ModelRuleId?: string
}

/** One row by column; a column that is not there is null. */
export type Row = Readonly<Record<string, string | null>>

type CheckFunction = (check: FocusCheck, row: Row, currencies: ReadonlySet<string>) => boolean

const NUMERIC = /^-?\d+(\.\d+)?(E-?\d+)?$/
const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/

/** 'Hours', 'GB-Hours', '1000000 Tokens', 'GB/Hour', 'Units/3 Months': words with capitals, hyphen, slash, a count. */
const UNIT = /^(\d+ )?[A-Z][A-Za-z]*(-[A-Z][A-Za-z]*)*(\/(\d+ )?[A-Z][A-Za-z]*)?$/

/** A product of two values of twelve places is right to about this. */
const TOLERANCE = 1_000n

/** A check of the value of one column; what null is, other rules say. */
const ofValue =
  (isRight: (value: string, currencies: ReadonlySet<string>) => boolean): CheckFunction =>
  ({ ColumnName }, row, currencies) => {
    const value = row[ColumnName!] ?? null
    return value === null || isRight(value, currencies)
  }

/** The functions of the rule file that look at one row. */
export const checkFunctions: Readonly<Record<string, CheckFunction>> = {
  CheckValue: ({ ColumnName, Value = null }, row) => isSame(row[ColumnName!] ?? null, Value),
  CheckNotValue: ({ ColumnName, Value = null }, row) => !isSame(row[ColumnName!] ?? null, Value),
  CheckSameValue: ({ ColumnAName, ColumnBName }, row) => (row[ColumnAName!] ?? null) === (row[ColumnBName!] ?? null),
  CheckNotSameValue: ({ ColumnAName, ColumnBName }, row) => (row[ColumnAName!] ?? null) !== (row[ColumnBName!] ?? null),
  CheckGreaterOrEqualThanValue: ({ ColumnName, Value }, row) => {
    const value = row[ColumnName!] ?? null
    return value === null || Number(value) >= Number(Value)
  },
  CheckDecimalValue: ofValue((value) => NUMERIC.test(value)),
  TypeDecimal: ofValue((value) => NUMERIC.test(value)),
  FormatNumeric: ofValue((value) => NUMERIC.test(value)),
  TypeString: ofValue((value) => value !== ''),
  FormatString: ofValue((value) => value !== '' && value.isWellFormed()),
  TypeDateTime: ofValue(isDateTime),
  FormatDateTime: ofValue(isDateTime),
  FormatUnit: ofValue((value) => UNIT.test(value)),
  FormatKeyValue: ofValue(isKeyValue),
  FormatCurrency: ofValue((value, currencies) => currencies.has(value)),
  CheckNationalCurrency: ofValue((value, currencies) => currencies.has(value)),
  ColumnByColumnEqualsColumnValue: ({ ColumnAName, ColumnBName, ResultColumnName }, row) => {
    const factors = [row[ColumnAName!], row[ColumnBName!]]
    const result = row[ResultColumnName!]
    if (result == null || factors.some((factor) => factor == null)) return true
    const [a, b] = factors.map((factor) => parsePicos(factor!))
    const difference = (a! * b!) / 1_000_000_000_000n - parsePicos(result)
    return difference <= TOLERANCE && difference >= -TOLERANCE
  },
}

/** Numbers by their value, text by its letters. */
function isSame(cell: string | null, value: string | number | null): boolean {
  if (cell === null || value === null) return cell === value
  return typeof value === 'number' ? NUMERIC.test(cell) && Number(cell) === value : cell === value
}

function isDateTime(value: string): boolean {
  return DATE_TIME.test(value) && !Number.isNaN(Date.parse(value))
}

/** One flat object of JSON: a key has a text, a number, true, false or null. */
function isKeyValue(value: string): boolean {
  try {
    const parsed: unknown = JSON.parse(value)
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return false
    return Object.values(parsed).every((part) => typeof part !== 'object' || part === null)
  } catch {
    return false
  }
}
