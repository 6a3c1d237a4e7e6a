import type { SleepSumDto } from '../dto/hibernation.ts'
import { csvLine, numberCell, textCell } from './csv.ts'

const NAMES = [
  ...['by', 'currency', 'region', 'gpu_model', 'machines', 'span', 'from', 'to'],
  ...['possible_low', 'possible', 'possible_high', 'avoided_low', 'avoided', 'avoided_high'],
  ...['restore_loss', 'machines_without_stock_history', 'project', 'owner', 'cost_center'],
]

const SPANS = { rest_of_month: 'restOfMonth', next_month: 'nextMonth', next_quarter: 'nextQuarter' } as const

/** One row per sum and span; amounts are forecast, to the cent. Rows of different `by` are of the same machines: do not add. */
export function sleepSumsCsv(sums: readonly SleepSumDto[]): string {
  const rows = sums.flatMap((sum) =>
    Object.entries(SPANS).map(([span, key]) => {
      const { from, to, possible, avoided, restoreLoss, lossUnknown } = sum[key]
      return csvLine([
        textCell(sum.by),
        textCell(sum.currency),
        textCell(sum.region),
        textCell(sum.gpuModel),
        numberCell(sum.machines),
        textCell(span),
        textCell(from),
        textCell(to),
        ...[possible.p10, possible.p50, possible.p90].map(numberCell),
        ...[avoided.p10, avoided.p50, avoided.p90].map(numberCell),
        numberCell(restoreLoss),
        numberCell(lossUnknown),
        ...[sum.project, sum.owner, sum.cost_center].map(textCell),
      ])
    }),
  )
  return [csvLine(NAMES), ...rows].join('')
}
