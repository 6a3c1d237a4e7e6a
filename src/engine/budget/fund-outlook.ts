import { mulDiv } from '../money.ts'
import { addDays, type Day } from '../time.ts'
import { chanceWithin, covers, drawFunds, fundDays, plannedBefore, type Fund, type PartyDay } from './fund.ts'

/** What is still to come for some, over the days of a fund. */
export interface ToCome {
  readonly p10Picos: bigint
  readonly p50Picos: bigint
  readonly p90Picos: bigint
}

export interface FundOutlook {
  /** What it paid up to now. */
  readonly spentPicos: bigint
  /** What a straight line would have spent by the end of today. */
  readonly plannedPicos: bigint
  readonly leftPicos: bigint
  /** Spent against the line: 1.2 is a fifth faster; null before the first day. */
  readonly pace: number | null
  /** What it will be asked for in all, however much it holds. */
  readonly asked: ToCome
  /** That it pays all that it is asked for; 1 or 0 once it is over. */
  readonly chance: number
  /** What is likely left when it ends. */
  readonly leftOverPicos: bigint
  /** The day on which it is likely used up; null: not before its end. */
  readonly usedUpOn: Day | null
}

/**
 * How a fund stands and whether it lasts. `spent` are the days up to now of everything in the wallet, `toCome` the likely
 * days after; `range` is how much all days to come of whoever draws on this fund together could be. The other funds of the
 * wallet pay before it as far as they are to.
 */
export function fundOutlook(input: {
  readonly fund: Fund
  /** Of the same wallet, this one among them. */
  readonly funds: readonly Fund[]
  readonly spent: readonly PartyDay[]
  readonly toCome: readonly PartyDay[]
  readonly range: ToCome
  readonly today: Day
}): FundOutlook {
  const { fund, funds, spent, toCome, range, today } = input
  const { fundId, amountPicos } = fund
  const spentPicos = sumOf(drawFunds(funds, spent).get(fundId)!)
  const askedWith = (totalPicos: bigint) => {
    const scaled = toCome.map((each) =>
      range.p50Picos > 0n && covers(fund, each.day, each.values)
        ? { ...each, picos: mulDiv(each.picos, totalPicos, range.p50Picos) }
        : each,
    )
    return drawFunds(funds, [...spent, ...scaled], fundId).get(fundId)!
  }
  const askedSoFar = sumOf(drawFunds(funds, spent, fundId).get(fundId)!)
  const likely = askedWith(range.p50Picos)
  const asked = {
    p10Picos: sumOf(askedWith(range.p10Picos)),
    p50Picos: sumOf(likely),
    p90Picos: sumOf(askedWith(range.p90Picos)),
  }
  const plannedPicos = plannedBefore(fund, addDays(today, 1))
  const leftOver = amountPicos - asked.p50Picos
  return {
    spentPicos,
    plannedPicos,
    leftPicos: amountPicos - spentPicos,
    pace: plannedPicos > 0n ? Number(spentPicos) / Number(plannedPicos) : null,
    asked,
    // What was asked for already is no matter of chance.
    chance: askedSoFar > amountPicos ? 0 : chanceWithin(amountPicos, asked),
    leftOverPicos: leftOver > 0n ? leftOver : 0n,
    usedUpOn: usedUpOn(fund, likely),
  }
}

function usedUpOn(fund: Fund, asked: readonly { readonly day: Day; readonly picos: bigint }[]): Day | null {
  let sum = 0n
  for (const { day, picos } of asked) {
    sum += picos
    if (sum > fund.amountPicos) return day < fundDays(fund).to ? day : null
  }
  return null
}

const sumOf = (days: readonly { readonly picos: bigint }[]) => days.reduce((sum, { picos }) => sum + picos, 0n)
