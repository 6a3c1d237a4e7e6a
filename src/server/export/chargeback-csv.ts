import type { ChargebackDto } from '../dto/chargeback.ts'
import { csvLine, numberCell, textCell } from './csv.ts'

const COLUMNS = [
  ...['month', 'by', 'name', 'currency', 'so_far', 'forecast_p10', 'forecast_p50', 'forecast_p90'],
  'could_be_avoided_per_month',
  ...['against', 'against_amount', 'against_spent'],
]

/**
 * The report as CSV: a line per wallet and name; an empty name is not assigned. `against` is its budget, the first by name
 * where there are several, else the grant that it draws on; amount and spent are of that one's own period.
 */
export function chargebackCsv({ month, by, lines }: ChargebackDto): string {
  const rows = lines.map(({ name, currency, soFar, forecast, couldBeAvoided, against: [limit] }) =>
    csvLine([
      month,
      by,
      textCell(name),
      currency,
      soFar,
      ...[forecast?.p10, forecast?.p50, forecast?.p90, couldBeAvoided?.p50].map((value) => numberCell(value ?? null)),
      textCell(limit?.name ?? null),
      ...[limit?.amount, limit?.spent].map((value) => numberCell(value ?? null)),
    ]),
  )
  return [csvLine(COLUMNS), ...rows].join('')
}
