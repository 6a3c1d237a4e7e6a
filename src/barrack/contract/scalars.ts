import { z } from 'zod'

/*
 * The small values of the API as they are seen: numbers as strings, enums in any case, times without a zone.
 * Money leaves here as plain decimal text, so that no float is ever calculated with.
 *
 * Each is one transform and not a pipe of checks: a list of bills has a dozen of them a row, and a million rows.
 */

type Read<Value> = (given: unknown) => Value | Refused

/** Why a value is not what was expected. */
class Refused {
  readonly message: string
  constructor(message: string) {
    this.message = message
  }
}

const reads = new WeakMap<object, Read<unknown>>()

function scalar<Value>(read: Read<Value>): z.ZodTransform<Value> {
  const schema = z.transform((given: unknown, context): Value => {
    const value = read(given)
    if (!(value instanceof Refused)) return value
    context.addIssue({ code: 'custom', message: value.message })
    return z.NEVER
  })
  reads.set(schema, read)
  return schema
}

const DECIMAL = /^([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d{1,3}))?$/i

/** 1.5, '1.50' or 1e-7 as plain decimal text: '1.5', '1.50', '0.0000001'. NaN, Infinity and words are refused. */
export const decimal = scalar((given) => {
  if (typeof given !== 'number' && typeof given !== 'string') return new Refused('expected a decimal number')
  return plainDecimal(String(given).trim()) ?? new Refused(`expected a decimal number, got '${String(given)}'`)
})

const PLAIN = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/

/** Removes the exponent of a decimal; null where the text is none. '-2.5e-3' gives '-0.0025'. */
export function plainDecimal(text: string): string | null {
  if (PLAIN.test(text)) return text
  const match = DECIMAL.exec(text)
  if (!match) return null
  const [, sign = '', whole = '', fraction = '', exponent] = match
  if (whole + fraction === '') return null
  const shift = Number(exponent ?? 0)
  const digits = (whole + fraction).padStart(whole.length + fraction.length + Math.max(0, -shift), '0')
  const padded = digits.padEnd(digits.length + Math.max(0, shift - fraction.length), '0')
  const places = Math.max(0, fraction.length - shift)
  const cut = padded.length - places
  const shown = padded.slice(0, cut).replace(/^0+(?=\d)/, '') || '0'
  return (sign === '-' ? '-' : '') + (places === 0 ? shown : `${shown}.${padded.slice(cut)}`)
}

/** A whole number; '4' and 4.0 are 4. */
export const whole = scalar((given) => {
  if (typeof given !== 'number' && typeof given !== 'string') return new Refused('expected a whole number')
  const number = typeof given === 'number' ? given : given.trim() === '' ? NaN : Number(given)
  return Number.isSafeInteger(number) ? number : new Refused(`expected a whole number, got '${given}'`)
})

/** Whole minutes; a started minute is dropped. */
export const minutes = scalar((given) => {
  if (typeof given !== 'number' && typeof given !== 'string') return new Refused('expected minutes')
  const number = typeof given === 'string' && given.trim() === '' ? NaN : Math.floor(Number(given))
  return Number.isSafeInteger(number) && number >= 0 ? number : new Refused(`expected minutes, got '${given}'`)
})

/** An identifier or a name; numbers are taken as text. What the store cannot hold as text is no text. */
export const text = scalar((given) => {
  if (typeof given !== 'string' && typeof given !== 'number') return new Refused('expected text')
  const trimmed = String(given).trim()
  if (trimmed === '') return new Refused('expected text, got nothing')
  return trimmed.includes('\0') ? new Refused('expected text, got one with a NUL character') : trimmed
})

/** ISO 4217 in any case: 'usd' gives 'USD'. */
export const currency = scalar((given) => {
  if (typeof given !== 'string') return new Refused('expected a currency')
  const code = given.trim().toUpperCase()
  return /^[A-Z]{3}$/.test(code) ? code : new Refused('expected a currency of three letters')
})

/** 'Advanced' gives 'advanced'. */
export const lowerCase = scalar((given) => {
  if (typeof given !== 'string') return new Refused('expected a word')
  const word = given.trim().toLowerCase()
  if (word === '') return new Refused('expected a word, got nothing')
  return word.includes('\0') ? new Refused('expected a word, got one with a NUL character') : word
})

const TIME = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?)(?:[.,](\d+))?)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?$/i

/** An instant in epoch milliseconds: ISO text, without zone read as UTC; or Unix seconds (milliseconds past 1e11). */
export const instant = scalar((given) => {
  if (typeof given !== 'string' && typeof given !== 'number') return new Refused('expected a time')
  const at = typeof given === 'number' ? fromUnix(given) : fromIso(given.trim())
  return Number.isSafeInteger(at) ? at : new Refused(`expected a time, got '${given}'`)
})

function fromUnix(value: number): number {
  return Math.floor(Math.abs(value) >= 1e11 ? value : value * 1000)
}

function fromIso(value: string): number {
  const match = TIME.exec(value)
  if (!match) return /^\d{9,13}(\.\d+)?$/.test(value) ? fromUnix(Number(value)) : NaN
  const [, day = '', time = '00:00', fraction = '', zone = 'Z'] = match
  const offset = /^[+-]\d{4}$/.test(zone)
    ? `${zone.slice(0, 3)}:${zone.slice(3)}`
    : zone.toUpperCase().replace('UTC', 'Z')
  const at = Date.parse(
    `${day}T${time.length === 5 ? `${time}:00` : time}.${fraction.padEnd(3, '0').slice(0, 3)}${offset}`,
  )
  // Date.parse takes 31 February for 3 March.
  const number = Number(day.slice(8))
  return number <= 28 || number <= daysOfMonth(day) ? at : NaN
}

const daysOfMonth = (day: string) =>
  new Date(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)), 0)).getUTCDate()

/** A value that may be missing or null; both give null. */
export function orNull<Value>(schema: z.ZodType<Value>): z.ZodType<Value | null> {
  const read = reads.get(schema) as Read<Value> | undefined
  if (read) return scalar((given) => (given === null || given === undefined ? null : read(given)))
  return schema.nullish().transform((value) => value ?? null)
}

/** As `orNull`, and what does not parse is null too: for fields that carry no money and no identity. */
export function orUnknown<Value>(schema: z.ZodType<Value>): z.ZodType<Value | null> {
  const read = reads.get(schema) as Read<Value> | undefined
  if (!read) {
    return schema
      .nullish()
      .catch(null)
      .transform((value) => value ?? null)
  }
  return scalar((given) => {
    const value = given === null || given === undefined ? null : read(given)
    return value instanceof Refused ? null : value
  })
}
