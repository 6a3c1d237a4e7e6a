import type { Dimension } from '../../engine/index.ts'
import type { RealisedDto } from '../dto/sleep-action.ts'
import type { MachineShare } from '../services/machine-shares.ts'
import { csvLine, numberCell, textCell } from './csv.ts'
import { shareCells, shareHeader } from './share-cells.ts'

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

export interface SharedRealised extends MachineShare {
  /** With the amounts of that share; hours and counts are the machine's. */
  readonly row: Row
}

/** With columns of whose it is a row is a share of a machine, with its share of the amounts. */
export function realisedCsv(rows: readonly SharedRealised[], more: readonly Dimension[] = []): string {
  const cells = Object.values(COLUMNS)
  return [
    csvLine([...Object.keys(COLUMNS), ...shareHeader(more)]),
    ...rows.map((each) => csvLine([...cells.map((cell) => cell(each.row)), ...shareCells(each, more)])),
  ].join('')
}
