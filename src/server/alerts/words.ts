import { momentWords } from '../../engine/clock-words.ts'
import { formatPicos, type Instant } from '../../engine/index.ts'

const formats = new Map<string, Intl.NumberFormat>()

/** '1,240.50 USD'; rupees in lakh grouping, '1,24,000.00 INR'. */
export function amountText(picos: bigint, currency: string): string {
  const locale = currency === 'INR' ? 'en-IN' : 'en-GB'
  let format = formats.get(locale)
  if (!format) {
    format = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 })
    formats.set(locale, format)
  }
  return `${format.format(formatPicos(picos) as Intl.StringNumericLiteral)} ${currency}`
}

/** '3 d 4 h', '5 h 10 min', '12 min'. */
export function durationText(ms: number): string {
  const minutes = Math.max(0, Math.round(ms / 60_000))
  const [days, hours] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60)]
  if (days > 0) return hours > 0 ? `${days} d ${hours} h` : `${days} d`
  if (hours > 0) return minutes % 60 > 0 ? `${hours} h ${minutes % 60} min` : `${hours} h`
  return `${minutes} min`
}

/** 'Fri 11 Dec 18:00 (Europe/Oslo)'. */
export const momentText = (at: Instant, zone: string, now: Instant): string => `${momentWords(at, zone, now)} (${zone})`

/** '8 x H100-SXM5, CANADA-1'. */
export function machineText(machine: {
  gpuModel: string | null
  gpuCount: number | null
  region: string | null
}): string {
  const gpu = machine.gpuModel === null ? 'no GPU' : `${machine.gpuCount ?? '?'} x ${machine.gpuModel}`
  return machine.region === null ? gpu : `${gpu}, ${machine.region}`
}

/** '3 machines', '1 machine'. */
export const plural = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`
