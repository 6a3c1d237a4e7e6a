import { DIMENSIONS, type Dimension, type DimensionValues } from '../allocation/dimensions.ts'
import { mulDiv, type Currency } from '../money.ts'
import { addDays, daysBetween, type Day, type DayRange } from '../time.ts'
import type { NamedParties } from './named-parties.ts'

/** Money that was granted for some time; several may share a wallet. */
export interface Fund {
  readonly fundId: number
  readonly name: string
  readonly currency: Currency
  readonly amountPicos: bigint
  readonly firstDay: Day
  /** Inclusive. */
  readonly lastDay: Day
  readonly drawnBy: FundDrawers
}

/** Who draws on a fund: of each dimension one of the names, any where there is none; nothing said: the whole wallet. */
export type FundDrawers = NamedParties

/** The dimensions by which somebody is kept from a fund. */
export const narrowedBy = (drawnBy: FundDrawers): Dimension[] =>
  DIMENSIONS.filter((dimension) => drawnBy[dimension].length > 0)

/** What somebody spends on a day. */
export interface PartyDay {
  readonly day: Day
  readonly values: DimensionValues
  readonly picos: bigint
}

export interface FundDraw {
  readonly day: Day
  readonly picos: bigint
}

/**
 * Who pays what: each day of somebody is paid by the funds that cover it, the one that ends first before the others,
 * until it is used up. Gives what each fund pays by day. `unlimited` names a fund that is asked for all that comes to it,
 * however little it holds: what it would be asked for. What no fund covers is the wallet's own.
 */
export function drawFunds(
  funds: readonly Fund[],
  spend: readonly PartyDay[],
  unlimited?: number,
): Map<number, FundDraw[]> {
  const inTurn = [...funds].sort(
    (a, b) => compare(a.lastDay, b.lastDay) || compare(a.firstDay, b.firstDay) || a.fundId - b.fundId,
  )
  const left = new Map(funds.map(({ fundId, amountPicos }) => [fundId, amountPicos]))
  const draws = new Map<number, FundDraw[]>(funds.map(({ fundId }) => [fundId, []]))
  for (const { day, values, picos } of [...spend].sort((a, b) => compare(a.day, b.day))) {
    let unpaid = picos
    for (const fund of inTurn) {
      if (unpaid <= 0n) break
      if (!covers(fund, day, values)) continue
      const has = fund.fundId === unlimited ? unpaid : left.get(fund.fundId)!
      const paid = unpaid < has ? unpaid : has
      if (paid <= 0n) continue
      unpaid -= paid
      left.set(fund.fundId, left.get(fund.fundId)! - paid)
      const own = draws.get(fund.fundId)!
      const last = own.at(-1)
      if (last?.day === day) own[own.length - 1] = { day, picos: last.picos + paid }
      else own.push({ day, picos: paid })
    }
  }
  return draws
}

export const covers = ({ firstDay, lastDay, drawnBy }: Fund, day: Day, values: DimensionValues): boolean =>
  day >= firstDay &&
  day <= lastDay &&
  narrowedBy(drawnBy).every((dimension) => {
    const name = values[dimension]
    return name !== null && drawnBy[dimension].includes(name)
  })

/** Both ends as days [from, to). */
export const fundDays = ({ firstDay, lastDay }: Fund): DayRange => ({ from: firstDay, to: addDays(lastDay, 1) })

/** What a straight line from the first to the last day would have spent before a day. 365 over a year: 31 by 1 February. */
export function plannedBefore(fund: Fund, day: Day): bigint {
  const { from, to } = fundDays(fund)
  const upTo = day < from ? from : day > to ? to : day
  return mulDiv(fund.amountPicos, BigInt(daysBetween(from, upTo).length), BigInt(daysBetween(from, to).length))
}

/** The 0.9 quantile of the standard normal distribution. */
const Z90 = 1.2815515594

/**
 * The chance that what is estimated stays within an amount: a normal curve on either side of the likely value, as wide as
 * its early and late values say. Likely 900, late 1,028: within 1,000 with 84 %.
 */
export function chanceWithin(
  amountPicos: bigint,
  { p10Picos, p50Picos, p90Picos }: { p10Picos: bigint; p50Picos: bigint; p90Picos: bigint },
): number {
  const off = Number(amountPicos - p50Picos)
  const half = off >= 0 ? Number(p90Picos - p50Picos) : Number(p50Picos - p10Picos)
  if (half === 0) return off >= 0 ? 1 : 0
  return normal((off / half) * Z90)
}

/** The standard normal distribution, to 1e-7 (Abramowitz and Stegun 26.2.17). */
function normal(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z))
  const tail =
    (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) *
    t *
    (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
  return z >= 0 ? 1 - tail : tail
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
