import type { RealisedDto } from '../dto/sleep-action.ts'
import { csvLine, numberCell, textCell } from './csv.ts'

type Row = RealisedDto['machines'][number]

/** One row per machine and wallet; empty amounts have no known price. */
const COLUMNS: Readonly<Record<string, (row: Row) => string>> = {
  currency: ({ currency }) => textCell(currency),
  resource_id: ({ resourceId }) => textCell(resourceId),
  resource_name: ({ name }) => textCell(name),
  planned_hours: ({ plannedHours }) => numberCell(plannedHours),
  asleep_hours: ({ asleepHours }) => numberCell(asleepHours),
  planned: ({ planned }) => numberCell(planned),
  realised: ({ realised }) => numberCell(realised),
  sleeps: ({ sleeps }) => numberCell(sleeps),
  done: ({ done }) => numberCell(done),
  not_done: ({ notDone }) => textCell(notDone.map(({ because, times }) => `${because} (${times})`).join('; ')),
  failed_restores: ({ failedRestores }) => numberCell(failedRestores),
  late_minutes: ({ lateMinutes }) => numberCell(lateMinutes),
}

export function realisedCsv({ machines }: RealisedDto): string {
  const cells = Object.values(COLUMNS)
  return [csvLine(Object.keys(COLUMNS)), ...machines.map((row) => csvLine(cells.map((cell) => cell(row))))].join('')
}
