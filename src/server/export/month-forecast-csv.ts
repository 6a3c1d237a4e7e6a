import type { HibernationDto } from '../dto/hibernation.ts'
import { csvLine, numberCell, textCell } from './csv.ts'

const CASES = {
  without_schedules: 'withoutSchedules',
  with_schedules: 'withSchedules',
  with_advice: 'withAdvice',
} as const

/** One row per wallet and case: the whole month that runs, as low, likely and high as 8 times in 10. */
export function monthForecastCsv({ asOf, monthForecast }: Pick<HibernationDto, 'asOf' | 'monthForecast'>): string {
  const rows = monthForecast.flatMap((month) =>
    Object.entries(CASES).map(([name, key]) =>
      csvLine([
        textCell(month.currency),
        textCell(name),
        textCell(month.month),
        textCell(asOf),
        numberCell(month.billedSoFar),
        ...[month[key].p10, month[key].p50, month[key].p90].map(numberCell),
      ]),
    ),
  )
  return [csvLine(['currency', 'case', 'month', 'as_of', 'billed_so_far', 'low', 'likely', 'high']), ...rows].join('')
}
