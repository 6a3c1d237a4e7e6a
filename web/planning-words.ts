import { amount, count, NONE, plainAmount, plural } from './format.ts'

interface Range {
  readonly p10: string
  readonly p50: string
  readonly p90: string
}

/** '298.67 EUR (227.82 to 321.42, 8 times in 10)'; whole units from a thousand on. */
export function rangeText(range: Range, currency: string): string {
  const { likely, interval } = rangeParts(range, currency)
  return `${likely} (${interval})`
}

/** The same in two: '298.67 EUR' and '227.82 to 321.42, 8 times in 10'. */
export function rangeParts({ p10, p50, p90 }: Range, currency: string): { likely: string; interval: string } {
  const digits = Number(p50) >= 1000 ? 0 : 2
  const [low, high] = [p10, p90].map((value) => plainAmount(value, currency, digits))
  return { likely: amount(p50, currency, digits), interval: `${low!} to ${high!}, 8 times in 10` }
}

/** '2,684.66 to 2,684.70 USD', one figure where both are the same to the cent. */
export function boundsText(low: string, high: string, currency: string): string {
  const [least, most] = [plainAmount(low, currency), plainAmount(high, currency)]
  return least === most ? amount(high, currency) : `${least} to ${amount(high, currency)}`
}

/** A chance in words: '9 in 10', 'nearly always', 'hardly ever'; null = not known yet. */
export function chanceText(p: number | null): string {
  if (p === null) return 'not known yet'
  if (p >= 0.995) return 'nearly always'
  if (p <= 0.005) return 'hardly ever'
  return `${Math.round(p * 100)} %`
}

/** '86 to 99 %' of an 80 % interval. */
export function chanceRange({ low, high }: { low: number | null; high: number | null }): string | null {
  return low === null || high === null ? null : `${Math.round(low * 100)} to ${Math.round(high * 100)} %, 8 times in 10`
}

/** Restores without GPUs: 'none expected', '1 in 9 months', '2.5 a month'. */
export function failureText(perMonth: number | null): string {
  if (perMonth === null) return 'not known yet'
  if (perMonth < 0.005) return 'none expected'
  return perMonth >= 1 ? `${count(perMonth, 1)} a month` : `1 in ${plural(Math.round(1 / perMonth), 'month')}`
}

/** '3 of 40 such hours seen had none free'; null where none was seen. */
export function seenText({ restoresSeen, restoresWithout }: { restoresSeen: number; restoresWithout: number }) {
  if (restoresSeen === 0) return null
  return `${count(restoresWithout)} of ${plural(restoresSeen, 'such hour')} seen had none free`
}

/** What a chance rests on: '1,346 readings of stock', '12 deploys and restores'. */
export function evidenceText({ snapshots, riskFrom }: { snapshots: number; riskFrom: 'stock' | 'tries' | null }) {
  if (riskFrom === null) return 'no stock, deploy or restore was seen often enough'
  return riskFrom === 'stock'
    ? plural(snapshots, 'reading of stock', 'readings of stock')
    : plural(snapshots, 'deploy or restore', 'deploys and restores')
}

/** Hours with a word: '30 h a month'. */
export function hoursText(hours: number | null): string {
  return hours === null ? NONE : hours < 0.5 ? 'none' : `${count(hours)} h a month`
}
