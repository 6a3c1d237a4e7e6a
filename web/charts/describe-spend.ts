import { picosOf, sum } from '../decimal.ts'
import { amount, dayText, daysText } from '../format.ts'
import { addDays } from '../zone-time.ts'
import { dayTotal, type SpendSeries } from './spend-series.ts'

/**
 * The chart of daily spend as sentences for who cannot see it: 'Spend per day in USD, 1 to 30 Nov. Billed 1,240.50 USD
 * so far, most on 12 Nov (96.00 USD) and most for RTX-A6000. Forecast for the days to come: 860.00 USD.'
 */
export function describeSpend(series: SpendSeries, noneLabel: string): string {
  const { currency, days, groups, today } = series
  const first = days[0]
  const last = days.at(-1)
  if (first === undefined || last === undefined) return `Spend per day in ${currency}: no days.`
  const heading = `Spend per day in ${currency}, ${daysText(first, addDays(last, 1), today)}.`
  const billed = sum(groups.map(({ billedTotal }) => billedTotal))
  const toCome = sum(groups.map(({ toComeTotal }) => toComeTotal))
  const sentences = [
    heading,
    picosOf(billed) === 0n ? 'Nothing was billed.' : billedSentence(series, billed, noneLabel),
  ]
  if (picosOf(toCome) !== 0n) sentences.push(`Likely still to come: ${amount(toCome, currency)}.`)
  return sentences.join(' ')
}

function billedSentence({ currency, days, groups, ...rest }: SpendSeries, billed: string, noneLabel: string): string {
  const series = { currency, days, groups, ...rest }
  const totals = days.map((day) => ({ day, billed: dayTotal(series, day).billed }))
  const peak = totals.reduce((best, each) => (picosOf(each.billed) > picosOf(best.billed) ? each : best))
  const dearest = groups.reduce((best, each) => (picosOf(each.billedTotal) > picosOf(best.billedTotal) ? each : best))
  const most = `most on ${dayText(peak.day, rest.today)} (${amount(peak.billed, currency)})`
  return `Billed ${amount(billed, currency)}, ${most} and most for ${dearest.name ?? noneLabel}.`
}
