import type { ParityDto } from '../dto/fx.ts'
import { csvLine, numberCell, textCell } from './csv.ts'

const NAMES = [
  'sku',
  'from',
  'to',
  'from_price',
  'to_price',
  'implied_rate',
  'market_rate',
  'rate_day',
  'converted',
  'taxed',
  'difference',
]

/** Two price lists side by side, a line per sku. */
export function parityCsv({ from, to, rate, rows }: ParityDto): string {
  const lines = rows.map((row) =>
    csvLine([
      textCell(row.sku),
      textCell(from),
      textCell(to),
      numberCell(row.fromPrice),
      numberCell(row.toPrice),
      numberCell(row.impliedRate),
      numberCell(rate?.rate ?? null),
      textCell(rate?.days.at(-1) ?? null),
      numberCell(row.converted),
      numberCell(row.taxed),
      numberCell(row.difference),
    ]),
  )
  return [csvLine(NAMES), ...lines].join('')
}
