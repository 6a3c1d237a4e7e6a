import { addDays, dayAt, type Day, type Instant } from './zone-time.ts'

/** Stands where there is no value. */
export const NONE = '—'

type Decimal = string | null | undefined

const LOCALE = 'en-GB'

/** '1,240.50 USD'; rupees in lakh grouping, '1,24,000.00 INR'. An amount too small for its places is '<0.01 USD'. */
export function amount(value: Decimal, currency: string, digits = 2): string {
  const bare = plainAmount(value, currency, digits)
  return bare === NONE ? NONE : `${bare} ${currency}`
}

/** The same without the code, where the heading of a column or a card says it. */
export function plainAmount(value: Decimal, currency: string, digits = 2): string {
  if (!isDecimal(value)) return NONE
  const text = decimals(currency, digits, digits).format(value as Intl.StringNumericLiteral)
  const isTiny = !/[1-9]/.test(text) && /[1-9]/.test(value)
  if (isTiny) return `<${decimals(currency, digits, digits).format(10 ** -digits)}`
  return text.replace(/^-(?=[0.,]*$)/, '')
}

/** Prices and rates per unit, up to four places: '2.49 USD', '0.0042 USD'. */
export function unitPrice(value: Decimal, currency: string): string {
  return isDecimal(value) ? `${decimals(currency, 2, 4).format(value as Intl.StringNumericLiteral)} ${currency}` : NONE
}

/** A count or a measure: '7,064', '12.5'. */
export function count(value: number | null | undefined, digits = 0): string {
  return value === null || value === undefined || !Number.isFinite(value) ? NONE : decimals('', 0, digits).format(value)
}

/** '3 machines', '1 machine'. */
export function plural(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`
}

/** '12 Mar', with the year where it is not that of `today`. */
export function dayText(day: Day | null | undefined, today?: Day): string {
  if (!day || !/^\d{4}-\d\d-\d\d/.test(day)) return NONE
  const withYear = today !== undefined && day.slice(0, 4) !== today.slice(0, 4)
  return dateText(Date.parse(`${day.slice(0, 10)}T00:00:00Z`), 'UTC', {
    day: 'numeric',
    month: 'short',
    ...(withYear && { year: 'numeric' }),
  })
}

/** The days of [from, to) in words: '1 to 30 Nov', '29 Oct to 2 Nov', '5 Nov'. */
export function daysText(from: Day, to: Day, today?: Day): string {
  const last = addDays(to, -1)
  if (last <= from) return dayText(from, today)
  const sameMonth = from.slice(0, 7) === last.slice(0, 7)
  return `${sameMonth ? String(Number(from.slice(8))) : dayText(from, today)} to ${dayText(last, today)}`
}

/** 'Sun 22:10' within the week before and after `now`, else 'Wed 2 Dec 22:10', in the clocks of `zone`. */
export function momentText(at: Instant, zone: string, now: Instant): string {
  if (!Number.isFinite(at)) return NONE
  const near = Math.abs(at - now) < 6 * 86_400_000
  const otherYear = dayAt(at, zone).slice(0, 4) !== dayAt(now, zone).slice(0, 4)
  const date = dateText(at, zone, {
    weekday: 'short',
    ...(!near && { day: 'numeric', month: 'short', ...(otherYear && { year: 'numeric' }) }),
  })
  return `${date} ${timeText(at, zone)}`
}

/** '22:10' in the clocks of `zone`. */
export function timeText(at: Instant, zone: string): string {
  return dateText(at, zone, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
}

/** '3 d 4 h', '4 h 10 min', '12 min', '40 s': the two largest units. */
export function durationText(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined || !Number.isFinite(seconds)) return NONE
  const whole = Math.max(0, Math.round(seconds))
  if (whole < 60) return `${whole} s`
  const minutes = Math.floor(whole / 60)
  if (minutes < 60) return `${minutes} min`
  if (minutes < 1440) return two(Math.floor(minutes / 60), 'h', minutes % 60, 'min')
  const hours = Math.floor(minutes / 60)
  return two(Math.floor(hours / 24), 'd', hours % 24, 'h')
}

/** '4 min ago'; 'just now' within the last minute. */
export function ageText(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined || !Number.isFinite(seconds)) return NONE
  return seconds < 60 ? 'just now' : `${durationText(seconds)} ago`
}

function two(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`
}

function isDecimal(value: Decimal): value is string {
  return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value)
}

const numberFormats = new Map<string, Intl.NumberFormat>()

function decimals(currency: string, from: number, to: number): Intl.NumberFormat {
  const key = `${currency === 'INR'} ${from} ${to}`
  let format = numberFormats.get(key)
  if (!format) {
    format = new Intl.NumberFormat(currency === 'INR' ? 'en-IN' : LOCALE, {
      minimumFractionDigits: from,
      maximumFractionDigits: to,
    })
    numberFormats.set(key, format)
  }
  return format
}

const dateFormats = new Map<string, Intl.DateTimeFormat>()

/** Without the comma after a weekday, and with every month in three letters (British English has 'Sept'). */
function dateText(at: Instant, zone: string, options: Intl.DateTimeFormatOptions): string {
  const key = `${zone} ${JSON.stringify(options)}`
  let format = dateFormats.get(key)
  if (!format) {
    format = new Intl.DateTimeFormat(LOCALE, { ...options, timeZone: zone })
    dateFormats.set(key, format)
  }
  return format.format(at).replace(',', '').replace('Sept', 'Sep')
}
