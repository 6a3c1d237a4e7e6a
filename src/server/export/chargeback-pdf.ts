import type { ChargebackDto, ChargebackLineDto } from '../dto/chargeback.ts'
import { limitWords } from '../services/chargeback-words.ts'
import { pdf, wrapped, type PdfText } from './pdf.ts'

const LEFT = 48
const BOTTOM = 790
const LINE = 14
const SHOWN = 40

const COLUMNS = { soFar: 15, forecast: 15, avoided: 15 } as const

/** The report as pages: a table of all lines, then each with what it was charged for. */
export function chargebackPdf(report: ChargebackDto, words: { title: string; notes: readonly string[] }): Uint8Array {
  const pages: PdfText[][] = [[]]
  let y = 60
  const put = (text: string, font: PdfText['font'], size: number, x = LEFT) =>
    pages.at(-1)!.push({ text, x, y, size, font })
  const next = (height = LINE) => {
    y += height
    if (y <= BOTTOM) return
    pages.push([])
    y = 60
  }
  const tell = (text: string) => {
    for (const line of wrapped(text, 9)) {
      put(line, 'sans', 9)
      next()
    }
  }
  for (const line of wrapped(words.title, 16)) {
    put(line, 'bold', 16)
    next(20)
  }
  words.notes.forEach(tell)
  next(10)
  put(row('', 'so far', report.isOpen ? 'forecast' : '', report.isOpen ? 'could be avoided' : ''), 'mono', 9)
  next()
  for (const line of report.lines) {
    put(row(labelOf(line), plain(line.soFar), plain(line.forecast?.p50), plain(line.couldBeAvoided?.p50)), 'mono', 9)
    next()
  }
  for (const line of report.lines) {
    next(18)
    put(labelOf(line), 'bold', 11)
    next(16)
    for (const limit of line.against) tell(limitWords(limit))
    for (const { name, amount } of line.resources.slice(0, SHOWN)) {
      put(row(`  ${name}`, plain(amount), '', ''), 'mono', 9)
      next()
    }
    if (line.resources.length > SHOWN) {
      put(`  and ${line.resources.length - SHOWN} more, in the CSV`, 'sans', 9)
      next()
    }
  }
  for (const [i, page] of pages.entries()) {
    page.push({ text: `${i + 1} / ${pages.length}`, x: 520, y: 815, size: 8, font: 'sans' })
  }
  return pdf(pages, words.title)
}

const labelOf = ({ name, currency }: ChargebackLineDto) => `${currency} ${name ?? 'not assigned'}`

const row = (label: string, soFar: string, forecast: string, avoided: string) =>
  `${label.slice(0, 42).padEnd(43)}${soFar.padStart(COLUMNS.soFar)}${forecast.padStart(COLUMNS.forecast)}${avoided.padStart(COLUMNS.avoided + 2)}`

const plain = (amount: string | undefined) =>
  amount === undefined
    ? ''
    : new Intl.NumberFormat('en-GB', { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(
        amount as Intl.StringNumericLiteral,
      )
