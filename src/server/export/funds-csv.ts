import type { FundDto } from '../dto/budgets.ts'
import { csvLine, numberCell, textCell } from './csv.ts'

const COLUMNS = ['name', 'currency', 'amount', 'first_day', 'last_day', 'projects', 'owners', 'cost_centers', 'note']
const STATE_COLUMNS = [
  ...['spent', 'planned_by_now', 'left', 'pace', 'asked_p10', 'asked_p50', 'asked_p90', 'chance_to_last'],
  ...['left_over', 'used_up_on'],
]

/** Funds as CSV, names of projects, owners and cost centers separated by semicolons; the columns after `note` say how it stands. The import takes it again. */
export function fundsCsv(rows: readonly FundDto[]): string {
  const lines = rows.map(({ now, ...fund }) =>
    csvLine([
      textCell(fund.name),
      fund.currency,
      fund.amount,
      fund.firstDay,
      fund.lastDay,
      ...[fund.projects, fund.owners, fund.costCenters].map((names) => textCell(names.join(';'))),
      textCell(fund.note),
      ...[now.spent, now.planned, now.left].map(numberCell),
      now.pace === null ? '' : now.pace.toFixed(4),
      ...[now.asked.p10, now.asked.p50, now.asked.p90].map(numberCell),
      now.chance.toFixed(4),
      now.leftOver,
      now.usedUpOn ?? '',
    ]),
  )
  return csvLine([...COLUMNS, ...STATE_COLUMNS]) + lines.join('')
}
