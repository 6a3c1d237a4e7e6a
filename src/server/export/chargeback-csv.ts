import type { ChargebackDto } from '../dto/chargeback.ts'
import { csvLine, numberCell, textCell } from './csv.ts'

const COLUMNS = [
  ...['month', 'by', 'name', 'currency', 'so_far', 'forecast_p10', 'forecast_p50', 'forecast_p90'],
  'could_be_avoided_per_month',
]

/** The report as CSV: a line per wallet and name; an empty name is not assigned. */
export function chargebackCsv({ month, by, lines }: ChargebackDto): string {
  const rows = lines.map(({ name, currency, soFar, forecast, couldBeAvoided }) =>
    csvLine([
      month,
      by,
      textCell(name),
      currency,
      soFar,
      ...[forecast?.p10, forecast?.p50, forecast?.p90, couldBeAvoided?.p50].map((value) => numberCell(value ?? null)),
    ]),
  )
  return [csvLine(COLUMNS), ...rows].join('')
}
