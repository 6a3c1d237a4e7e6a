import type { TypedFactsDto } from '../dto/typed-facts.ts'
import type { Whose } from '../services/whose.ts'
import { csvLine, numberCell, textCell } from './csv.ts'
import { partyCells } from './share-cells.ts'

const COLUMNS = ['resource', 'name', 'type', 'region', 'tier', 'volume_type', 'missing', 'by', 'typed_at', 'billed']

/** What is not told of resources, in the form that the import takes: fill in the empty cells and give it back. */
export function typedFactsCsv({ rows }: TypedFactsDto, { more, of }: Whose): string {
  const lines = rows.map((row) =>
    csvLine([
      textCell(row.resourceId),
      textCell(row.name),
      textCell(row.type),
      ...[row.region, row.tier, row.volumeType].map(textCell),
      textCell(row.missing.join(' ')),
      textCell(row.typed[0]?.by ?? null),
      textCell(row.typed[0]?.at ?? null),
      textCell(row.billed.map(({ currency, amount }) => `${currency} ${numberCell(amount)}`).join(' ')),
      ...partyCells(of([row.resourceId]), more),
    ]),
  )
  return csvLine([...COLUMNS, ...more]) + lines.join('')
}
