import type { SleepMachineDto } from '../dto/hibernation.ts'
import { csvLine, numberCell, textCell } from './csv.ts'

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

/** The advice of an account as CSV. */
export function hibernationCsv(machines: readonly SleepMachineDto[]): string {
  const cells = Object.values(COLUMNS)
  return [
    csvLine(Object.keys(COLUMNS)),
    ...machines.map((machine) => csvLine(cells.map((cell) => cell(machine)))),
  ].join('')
}
