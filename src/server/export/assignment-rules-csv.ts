import type { AssignmentRule } from '../../engine/index.ts'
import { partCells, PART_COLUMNS } from './assignments-csv.ts'
import { csvLine, textCell } from './csv.ts'

/** The rules in their order, a line per part, in the form that the import takes. */
export function assignmentRulesCsv(rules: readonly AssignmentRule[]): string {
  const header = ['rule', 'name', 'id', 'region', 'currency', 'type', ...PART_COLUMNS, 'from_day', 'to_day']
  const rows = rules.flatMap(({ match, fromDay, toDay, parts }, i) =>
    parts.map((part) =>
      csvLine([
        String(i + 1),
        textCell(match.name ?? null),
        textCell(match.ids?.join(' ') ?? null),
        textCell(match.region ?? null),
        textCell(match.currency ?? null),
        match.type ?? '',
        ...partCells(part),
        textCell(fromDay),
        textCell(toDay),
      ]),
    ),
  )
  return [csvLine(header), ...rows].join('')
}
