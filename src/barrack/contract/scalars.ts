import { z } from 'zod'

/*
 * The small values of the API as they are seen: numbers as strings, enums in any case, times without a zone.
 * Money leaves here as plain decimal text, so that no float is ever calculated with.
 */

const DECIMAL = /^([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d{1,3}))?$/i

/** 1.5, '1.50' or 1e-7 as plain decimal text: '1.5', '1.50', '0.0000001'. NaN, Infinity and words are refused. */
export const decimal = z.union([z.number(), z.string()], 'expected a decimal number').transform((value, context) => {
  const text = plainDecimal(String(value).trim())
  if (text !== null) return text
  context.addIssue({ code: 'custom', message: `expected a decimal number, got '${String(value)}'` })
  return z.NEVER
})

/** Removes the exponent of a decimal; null where the text is none. '-2.5e-3' gives '-0.0025'. */
export function plainDecimal(text: string): string | null {
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
export const whole = z.union([z.number(), z.string()], 'expected a whole number').transform((value, context) => {
  const number = typeof value === 'number' ? value : value.trim() === '' ? NaN : Number(value)
  if (Number.isSafeInteger(number)) return number
  context.addIssue({ code: 'custom', message: `expected a whole number, got '${String(value)}'` })
  return z.NEVER
})

/** Whole minutes; a started minute is dropped. */
export const minutes = z.union([z.number(), z.string()], 'expected minutes').transform((value, context) => {
  const number = typeof value === 'string' && value.trim() === '' ? NaN : Math.floor(Number(value))
  if (Number.isSafeInteger(number) && number >= 0) return number
  context.addIssue({ code: 'custom', message: `expected minutes, got '${String(value)}'` })
  return z.NEVER
})

/** An identifier or a name; numbers are taken as text. */
export const text = z
  .union([z.string(), z.number()], 'expected text')
  .transform((value) => String(value).trim())
  .refine((value) => value !== '', 'expected text, got nothing')

/** ISO 4217 in any case: 'usd' gives 'USD'. */
export const currency = z
  .string('expected a currency')
  .transform((value) => value.trim().toUpperCase())
  .refine((value) => /^[A-Z]{3}$/.test(value), 'expected a currency of three letters')

/** 'Advanced' gives 'advanced'. */
export const lowerCase = z
  .string('expected a word')
  .transform((value) => value.trim().toLowerCase())
  .refine((value) => value !== '', 'expected a word, got nothing')

const TIME = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?)(?:[.,](\d+))?)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?$/i

/** An instant in epoch milliseconds: ISO text, without zone read as UTC; or Unix seconds (milliseconds past 1e11). */
export const instant = z.union([z.string(), z.number()], 'expected a time').transform((value, context) => {
  const at = typeof value === 'number' ? fromUnix(value) : fromIso(value.trim())
  if (Number.isSafeInteger(at)) return at
  context.addIssue({ code: 'custom', message: `expected a time, got '${String(value)}'` })
  return z.NEVER
})

function fromUnix(value: number): number {
  return Math.floor(Math.abs(value) >= 1e11 ? value : value * 1000)
}

function fromIso(value: string): number {
  if (/^\d{9,13}(\.\d+)?$/.test(value)) return fromUnix(Number(value))
  const match = TIME.exec(value)
  if (!match) return NaN
  const [, day = '', time = '00:00', fraction = '', zone = 'Z'] = match
  const offset = /^[+-]\d{4}$/.test(zone)
    ? `${zone.slice(0, 3)}:${zone.slice(3)}`
    : zone.toUpperCase().replace('UTC', 'Z')
  const at = Date.parse(
    `${day}T${time.length === 5 ? `${time}:00` : time}.${fraction.padEnd(3, '0').slice(0, 3)}${offset}`,
  )
  // Date.parse takes 31 February for 3 March.
  return Number(day.slice(8)) <= new Date(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)), 0)).getUTCDate()
    ? at
    : NaN
}

/** A value that may be missing or null; both give null. */
export function orNull<T extends z.ZodType>(schema: T) {
  return schema.nullish().transform((value) => value ?? null)
}

/** As `orNull`, and what does not parse is null too: for fields that carry no money and no identity. */
export function orUnknown<T extends z.ZodType>(schema: T) {
  return schema
    .nullish()
    .catch(null)
    .transform((value) => value ?? null)
}
