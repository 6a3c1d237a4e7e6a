import type { AuditDto } from '../dto/sleep-action.ts'
import type { Whose } from '../services/whose.ts'
import { csvLine, numberCell, textCell } from './csv.ts'
import { partyCells } from './share-cells.ts'

/** One row per entry, newest first. */
export function auditCsv(rows: AuditDto['rows'], { more, of }: Whose): string {
  return [
    csvLine(['entry', 'at', 'actor', 'event', 'resource_id', 'resource_name', 'plan', 'detail', ...more]),
    ...rows.map(({ auditId, at, actor, event, resourceId, name, planId, detail }) =>
      csvLine([
        numberCell(auditId),
        textCell(at),
        textCell(actor),
        textCell(event),
        textCell(resourceId),
        textCell(name),
        numberCell(planId),
        textCell(detail),
        ...partyCells(of([resourceId]), more),
      ]),
    ),
  ].join('')
}
