import { formatCents } from '../../engine/index.ts'
import type { BookingsDto } from '../dto/bookings.ts'
import { csvLine, numberCell, textCell } from './csv.ts'

const COLUMNS = [
  ...['entity', 'month', 'fiscal_year', 'fiscal_period', 'currency', 'day', 'kind', 'cost_center', 'amount'],
  ...['credit_change', 'credit', 'account', 'contra_account', 'receipt', 'receipt_day', 'fund', 'text'],
]

/** Bookings as CSV: of each wallet the opening credit, its lines with the credit after each, the closing credit. */
export function bookingsCsv({ entity, month, from, to, fiscalYear, fiscalPeriod, wallets }: BookingsDto): string {
  const lines = wallets.flatMap(({ currency, opening, closing, lines: own }) => {
    const head = [textCell(entity), month, fiscalYear, String(fiscalPeriod), currency]
    const edge = (day: string, kind: string, credit: string | null) =>
      csvLine([...head, day, kind, '', '', '', numberCell(credit), '', '', '', '', '', ''])
    let cents = opening === null ? null : centsOf(opening)
    const booked = own.map((line) => {
      if (cents !== null) cents += centsOf(line.creditChange)
      return csvLine([
        ...head,
        line.day,
        line.kind,
        textCell(line.costCenter),
        line.amount,
        line.creditChange,
        numberCell(cents === null ? null : formatCents(cents)),
        ...[line.account, line.contraAccount, line.receipt, line.receiptDay, line.fund, line.text].map(textCell),
      ])
    })
    return [edge(from, 'opening credit', opening), ...booked, edge(to, 'closing credit', closing)]
  })
  return [csvLine(COLUMNS), ...lines].join('')
}

const centsOf = (amount: string) => BigInt(amount.replace('.', ''))
