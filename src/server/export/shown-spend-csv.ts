import type { ShownSpendDto } from '../dto/fx.ts'
import { csvLine, numberCell, textCell } from './csv.ts'

const NAMES = ['from', 'to', 'mode', 'wallet', 'billed', 'in', 'converted', 'rate', 'rate_kind', 'rate_days']

/** What each wallet was billed, and converted; a line more for each further rate that was used. */
export function shownSpendCsv({ from, to, mode, inCurrency, wallets }: ShownSpendDto): string {
  const lines = wallets.flatMap(({ currency, billed, converted, rates }) => {
    const [first, ...others] = rates.map(({ rate, kind, days }) => [
      numberCell(rate),
      textCell(kind),
      textCell(days.join(' ')),
    ])
    const wallet = [textCell(currency), numberCell(billed), textCell(inCurrency), numberCell(converted)]
    const nothing = [textCell(currency), '', textCell(inCurrency), '']
    return [
      csvLine([from, to, mode, ...wallet, ...(first ?? ['', '', ''])]),
      ...others.map((rate) => csvLine([from, to, mode, ...nothing, ...rate])),
    ]
  })
  return [csvLine(NAMES), ...lines].join('')
}
