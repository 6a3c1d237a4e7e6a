import { compare, minus, rounded } from './decimal.ts'
import { amount, plainAmount } from './format.ts'

/** What a period of one wallet costs: what is billed already, and the whole with its interval. */
export interface Estimate {
  readonly currency: string
  readonly billedSoFar: string
  readonly p10: string
  readonly p50: string
  readonly p90: string
}

/** A period in figures that add up as they are shown. */
export interface ForecastFigures {
  readonly soFar: string
  readonly toCome: string
  readonly toComeLow: string
  readonly toComeHigh: string
  readonly total: string
}

/**
 * What is spent, what is likely still to come and both together, each rounded so that the sum holds on screen: whole
 * units from a thousand on, else cents.
 */
export function forecastFigures({ currency, billedSoFar, p10, p50, p90 }: Estimate): ForecastFigures {
  const digits = compare(p50, '1000') >= 0 ? 0 : 2
  const soFar = rounded(billedSoFar, digits)
  const part = (whole: string) => {
    const rest = minus(rounded(whole, digits), soFar)
    return plainAmount(compare(rest, '0') > 0 ? rest : '0', currency, digits)
  }
  return {
    soFar: plainAmount(soFar, currency, digits),
    toCome: part(p50),
    toComeLow: part(p10),
    toComeHigh: part(p90),
    total: amount(rounded(p50, digits), currency, digits),
  }
}

/** 'so far 1,240 + still to come 860 (700 to 1,050, 8 times in 10) = 2,100 USD, if topped up' */
export function forecastSentence(estimate: Estimate): string {
  const { soFar, toCome, toComeLow, toComeHigh, total } = forecastFigures(estimate)
  const interval = `${toComeLow} to ${toComeHigh}, 8 times in 10`
  return `so far ${soFar} + still to come ${toCome} (${interval}) = ${total}, if topped up`
}
