import { mulDiv, parsePicos, PICOS, type Currency } from '../money.ts'
import { addDays, type Day } from '../time.ts'

/** Units of each currency for one euro, by day: the form in which the ECB publishes. Picos; days without a rate missing. */
export type ExchangeRates = ReadonlyMap<Day, ReadonlyMap<Currency, bigint>>

/** A rate with the days that it comes from. */
export interface NamedRate {
  /** Units of `to` for one unit of `from`, in picos. */
  readonly picos: bigint
  readonly from: Currency
  readonly to: Currency
  /** One day, or the published days of a month. */
  readonly days: readonly Day[]
  readonly kind: 'day' | 'month mean' | 'month last' | 'typed'
}

export type RateAnswer =
  | { readonly kind: 'rate'; readonly rate: NamedRate }
  /** No rate in the time that is allowed; `day` is the one that was asked for, `last` the newest before it. */
  | { readonly kind: 'missing'; readonly day: Day; readonly last: Day | null }

/** How old the last published rate may be: a long week-end with a holiday on each side. */
const MOST_DAYS_OLD = 5

/**
 * The ECB's history file as it is downloaded: a header `Date,USD,JPY,...`, a line per day, newest first, 'N/A' where there
 * is none. Throws where the header or a day is not of that form, with its line.
 */
export function parseEcbHistory(csv: string): ExchangeRates {
  const [header = '', ...lines] = csv.replace(/^\uFEFF/, '').split(/\r?\n/)
  const [first, ...currencies] = header.split(',').map((cell) => cell.trim())
  if (first !== 'Date' || !currencies.includes('USD')) {
    throw new RangeError(
      `not the ECB's history: its first line begins with 'Date,USD', not with '${header.slice(0, 40)}'`,
    )
  }
  const rates = new Map<Day, Map<Currency, bigint>>()
  lines.forEach((line, i) => {
    if (line.trim() === '') return
    const [day = '', ...cells] = line.split(',').map((cell) => cell.trim())
    if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) throw new RangeError(`line ${i + 2}: not a day: '${day}'`)
    const ofDay = new Map<Currency, bigint>([['EUR', PICOS]])
    currencies.forEach((currency, c) => {
      const cell = cells[c] ?? ''
      if (currency !== '' && cell !== '' && cell !== 'N/A') ofDay.set(currency, parsePicos(cell))
    })
    rates.set(day, ofDay)
  })
  return rates
}

/** The rate of the last published day, of at most 5 days before; older is an answer that says which day. */
export function rateAsOf(rates: ExchangeRates, from: Currency, to: Currency, day: Day): RateAnswer {
  for (let back = 0; back <= MOST_DAYS_OLD; back++) {
    const published = addDays(day, -back)
    const picos = crossRate(rates.get(published), from, to)
    if (picos !== null) return { kind: 'rate', rate: { picos, from, to, days: [published], kind: 'day' } }
  }
  const earlier = [...rates].filter(([one, ofDay]) => one < day && crossRate(ofDay, from, to) !== null)
  const last = earlier.reduce<Day | null>((newest, [one]) => (newest === null || one > newest ? one : newest), null)
  return { kind: 'missing', day, last }
}

/** One rate for a whole month ('2026-03'): the mean of its published days, or the last of them. */
export function rateOfMonth(
  rates: ExchangeRates,
  from: Currency,
  to: Currency,
  month: string,
  choice: 'mean' | 'last',
): RateAnswer {
  const published = [...rates]
    .flatMap(([day, ofDay]) => {
      const picos = day.startsWith(`${month}-`) ? crossRate(ofDay, from, to) : null
      return picos === null ? [] : [{ day, picos }]
    })
    .sort((a, b) => (a.day < b.day ? -1 : 1))
  const last = published.at(-1)
  if (!last) return { kind: 'missing', day: `${month}-01`, last: null }
  if (choice === 'last')
    return { kind: 'rate', rate: { picos: last.picos, from, to, days: [last.day], kind: 'month last' } }
  const sum = published.reduce((total, { picos }) => total + picos, 0n)
  const days = published.map(({ day }) => day)
  return { kind: 'rate', rate: { picos: mulDiv(sum, 1n, BigInt(days.length)), from, to, days, kind: 'month mean' } }
}

/** A rate that somebody typed. */
export function typedRate(from: Currency, to: Currency, picos: bigint): NamedRate {
  if (picos <= 0n) throw new RangeError('an exchange rate is more than 0')
  return { picos, from, to, days: [], kind: 'typed' }
}

/** An amount in the other currency: 100 USD at 0.8548 EUR for one are 85.48. */
export function convert(picos: bigint, rate: NamedRate): bigint {
  return mulDiv(picos, rate.picos, PICOS)
}

/** Over the euro: 1.1699 USD and 102.2 INR for one euro are 87.357... INR for one dollar. */
function crossRate(ofDay: ReadonlyMap<Currency, bigint> | undefined, from: Currency, to: Currency): bigint | null {
  const [fromPicos, toPicos] = [ofDay?.get(from), ofDay?.get(to)]
  return fromPicos === undefined || toPicos === undefined ? null : mulDiv(toPicos, PICOS, fromPicos)
}
