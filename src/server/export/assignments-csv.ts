import { formatPicos, type AssignedSpan, type Part } from '../../engine/index.ts'
import { csvLine, numberCell, textCell } from './csv.ts'

export interface AssignmentLine extends Pick<AssignedSpan, 'fromDay' | 'toDay' | 'parts'> {
  readonly resourceId: string
  readonly name: string
  readonly type: string
  readonly region: string
  readonly currency: string | null
  readonly via: string
}

/** Whose each resource is over time, a line per part; the form is the one that the import takes. */
export function assignmentsCsv(lines: readonly AssignmentLine[]): string {
  const header = ['resource', 'name', 'type', 'region', 'currency', ...PART_COLUMNS, 'from_day', 'to_day', 'via']
  const rows = lines.flatMap((line) =>
    line.parts.map((part) =>
      csvLine([
        textCell(line.resourceId),
        textCell(line.name),
        line.type,
        textCell(line.region),
        textCell(line.currency),
        ...partCells(part),
        textCell(line.fromDay),
        textCell(line.toDay),
        textCell(line.via),
      ]),
    ),
  )
  return [csvLine(header), ...rows].join('')
}

export const PART_COLUMNS = ['project', 'owner', 'cost_center', 'share'] as const

export const partCells = ({ values, weight }: Part): string[] => [
  textCell(values.project),
  textCell(values.owner),
  textCell(values.cost_center),
  numberCell(formatPicos(weight === 1n ? 1_000_000_000_000n : weight)),
]
