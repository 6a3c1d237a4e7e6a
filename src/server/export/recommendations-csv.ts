import type { RecommendationDto } from '../dto/recommendations.ts'
import type { Whose } from '../services/whose.ts'
import { csvLine, numberCell, textCell } from './csv.ts'
import { partyCells } from './share-cells.ts'

/** `p10`, `p50`, `p90`: what could be avoided in a month of 730.5 hours; these overlap and do not add up. */
const COLUMNS: Readonly<Record<string, (row: RecommendationDto) => string>> = {
  id: ({ id }) => textCell(id),
  kind: ({ kind }) => textCell(kind),
  currency: ({ currency }) => textCell(currency),
  p10: ({ perMonth }) => numberCell(perMonth.p10),
  p50: ({ perMonth }) => numberCell(perMonth.p50),
  p90: ({ perMonth }) => numberCell(perMonth.p90),
  what: ({ what }) => textCell(what),
  why: ({ why }) => textCell(why),
  risk: ({ risk }) => textCell(risk),
  resource_ids: ({ resources }) => textCell(resources.map(({ resourceId }) => resourceId).join(' ')),
  dismissed_by: ({ dismissed }) => textCell(dismissed?.by ?? null),
  dismissed_reason: ({ dismissed }) => textCell(dismissed?.reason ?? null),
}

/** A line per recommendation, those that are not wanted too. */
export function recommendationsCsv(rows: readonly RecommendationDto[], { more, of }: Whose): string {
  const cells = Object.values(COLUMNS)
  const lines = rows.map((row) =>
    csvLine([
      ...cells.map((cell) => cell(row)),
      ...partyCells(of(row.resources.map(({ resourceId }) => resourceId)), more),
    ]),
  )
  return [csvLine([...Object.keys(COLUMNS), ...more]), ...lines].join('')
}
