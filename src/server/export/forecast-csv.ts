import type { ForecastDto } from '../dto/forecast.ts'
import { csvLine, numberCell, textCell } from './csv.ts'

const COLUMNS = ['day', 'group', 'currency', 'p10', 'p50', 'p90', 'billed_so_far', 'drivers']

/**
 * A forecast as CSV. `group` names the values of the keys but for the currency, which has its own column, 'CANADA-1 / L40';
 * `drivers` what is still to come by its causes, 'keeps_running=12.5;schedules=-3.2', those that are nought left out. Rows
 * of hours have the instant in the place of the day.
 */
export function forecastCsv({ group, rows, step }: ForecastDto): string {
  const keys = group.filter((key) => key !== 'currency')
  const lines = rows.map((row) =>
    csvLine([
      step === 'hour' ? row.startsAt : row.day,
      textCell(keys.map((key) => row[key] ?? 'not assigned').join(' / ')),
      row.currency,
      numberCell(row.p10),
      numberCell(row.p50),
      numberCell(row.p90),
      numberCell(row.billedSoFar),
      textCell(
        Object.entries(row.drivers)
          .filter(([, amount]) => amount !== '0')
          .map(([driver, amount]) => `${snakeCase(driver)}=${amount}`)
          .join(';'),
      ),
    ]),
  )
  return [csvLine(COLUMNS), ...lines].join('')
}

const snakeCase = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
