import { formatPicos, type Cause, type ReconciliationTotals } from '../../engine/index.ts'

const NOT_CHECKABLE: Readonly<Partial<Record<Cause, string>>> = {
  'missing price': 'no price known on that day',
  'unknown type': 'volume type or GPU model unknown',
}

/**
 * How much money could be checked and how: '12,345.67 USD: 22 % checked, difference 0.42; 70 % agrees with the list of
 * 14 Nov, assumed for the days before; 8 % not checkable: volume type or GPU model unknown (8 %).' `listDay` is the day of
 * the later list that earlier days were compared with; null where it was a dated list.
 */
export function checkedSentence(totals: ReconciliationTotals, listDay: string | null): string {
  const { billedPicos, currency, checkedPicos, checkedDifferencePicos, assumedRightPicos, assumedWrongPicos } = totals
  const list = listDay === null ? 'a dated list' : `the list of ${dayWords(listDay)}, assumed for the days before`
  const uncheckablePicos = totals.uncheckable.reduce((sum, { picos }) => sum + picos, 0n)
  const reasons = totals.uncheckable.map(({ cause }) => NOT_CHECKABLE[cause] ?? cause).join(', ')
  const part = (picos: bigint, words: string) => (picos === 0n ? [] : [`${percent(picos, billedPicos)} ${words}`])
  const parts = [
    ...part(checkedPicos, `checked, difference ${money(checkedDifferencePicos, currency)}`),
    ...part(assumedRightPicos, `agrees with ${list}`),
    ...part(assumedWrongPicos, `does not agree with ${list}`),
    ...part(uncheckablePicos, `not checkable: ${reasons}`),
  ]
  return `${money(billedPicos, currency)} ${currency}: ${parts.length > 0 ? parts.join('; ') : 'nothing to check'}.`
}

/** In tenths below one per cent, so that a part that is there is never 0. */
function percent(part: bigint, whole: bigint): string {
  if (whole === 0n) return '0 %'
  const share = (Number(part) / Number(whole)) * 100
  if (share >= 1 && share <= 99) return `${Math.round(share)} %`
  if (part === whole) return '100 %'
  if (share > 99) return `${Math.min(99.9, Math.floor(share * 10) / 10)} %`
  return share < 0.1 ? 'less than 0.1 %' : `${share.toFixed(1)} %`
}

function money(picos: bigint, currency: string): string {
  const format = new Intl.NumberFormat(currency === 'INR' ? 'en-IN' : 'en-GB', {
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
  })
  return format.format(formatPicos(picos) as Intl.StringNumericLiteral).replace(/^-(?=[0.,]*$)/, '')
}

function dayWords(day: string): string {
  return new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })
    .format(Date.parse(`${day}T00:00:00Z`))
    .replace('Sept', 'Sep')
}
