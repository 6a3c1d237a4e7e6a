import type { Dimension } from '../../engine/index.ts'
import type { SleepMachineDto } from '../dto/hibernation.ts'
import type { MachineShare } from '../services/machine-shares.ts'
import { csvLine, numberCell, textCell } from './csv.ts'
import { shareCells, shareHeader } from './share-cells.ts'

/** One row per machine; amounts are per month and forecast, to the cent. */
const COLUMNS: Readonly<Record<string, (machine: SleepMachineDto) => string>> = {
  currency: ({ currency }) => textCell(currency),
  region: ({ region }) => textCell(region),
  gpu_model: ({ gpuModel }) => textCell(gpuModel),
  gpu_count: ({ gpuCount }) => numberCell(gpuCount),
  resource_id: ({ resourceId }) => textCell(resourceId),
  resource_name: ({ name }) => textCell(name),
  state: ({ state }) => textCell(state),
  on_per_hour: ({ onPerHour }) => numberCell(onPerHour),
  advice: ({ kind }) => textCell(kind),
  reason: ({ reason }) => textCell(reason),
  schedule: ({ words }) => textCell(words),
  beyond_now_low: ({ figures }) => numberCell(figures?.beyondNow.p10 ?? null),
  beyond_now: ({ figures }) => numberCell(figures?.beyondNow.p50 ?? null),
  beyond_now_high: ({ figures }) => numberCell(figures?.beyondNow.p90 ?? null),
  avoided: ({ figures }) => numberCell(figures?.avoided.p50 ?? null),
  nights_and_weekends: ({ fixed }) => numberCell(fixed.avoided.p50),
  missed_hours: ({ figures }) => numberCell(figures?.missedHours ?? null),
  failed_restores: ({ figures }) => numberCell(figures?.failedRestores ?? null),
  restores_seen: ({ figures }) => numberCell(figures?.restoresSeen ?? null),
  restores_without: ({ figures }) => numberCell(figures?.restoresWithout ?? null),
  restore_loss: ({ figures }) => numberCell(figures?.restoreLoss ?? null),
  idle_weeks: ({ figures }) => numberCell(figures?.idleWeeks ?? null),
  weeks: ({ figures }) => numberCell(figures?.weeks ?? null),
  instead: ({ instead }) => textCell(instead.join('; ')),
  ask: ({ ask }) => textCell(ask.join('; ')),
}

export interface SharedMachine extends MachineShare {
  /** With the money of that share. */
  readonly machine: SleepMachineDto
}

/** The advice of an account as CSV; with columns of whose it is a row is a share of a machine, with its share of the money. */
export function hibernationCsv(rows: readonly SharedMachine[], more: readonly Dimension[] = []): string {
  const cells = Object.values(COLUMNS)
  return [
    csvLine([...Object.keys(COLUMNS), ...shareHeader(more)]),
    ...rows.map((row) => csvLine([...cells.map((cell) => cell(row.machine)), ...shareCells(row, more)])),
  ].join('')
}
