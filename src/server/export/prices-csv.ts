import type { PricesDto } from '../dto/prices.ts'
import { csvLine, numberCell, textCell } from './csv.ts'

const NAMES = ['kind', 'sku', 'currency', 'price', 'unit', 'discount_percent', 'valid_from', 'valid_to', 'source']

/** Every list price that held and every contract, in the form that the import takes. */
export function pricesCsv({ rows, terms }: PricesDto): string {
  const list = rows.flatMap(({ sku, currency, unit, history }) =>
    history.map(({ price, source, since, until }) =>
      csvLine([
        'list',
        textCell(sku),
        textCell(currency),
        numberCell(price),
        textCell(unit),
        '',
        textCell(since),
        textCell(until),
        textCell(source),
      ]),
    ),
  )
  const contracts = terms.map(({ sku, currency, price, unit, discountPercent, from, to }) =>
    csvLine([
      'contract',
      textCell(sku),
      textCell(currency),
      numberCell(price),
      textCell(unit),
      numberCell(discountPercent),
      textCell(from),
      textCell(to),
      'contracted',
    ]),
  )
  return [csvLine(NAMES), ...list, ...contracts].join('')
}
