import { reasonOf, type RefusedRow } from '../../barrack/parse-rows.ts'
import { stockModel, type StockModel, type StockRow } from '../../barrack/contract/index.ts'
import type { StockObservation } from '../../db/observation-repository.ts'
import type { Instant } from '../../engine/index.ts'

/** One observation per model of a region; a model that does not parse is refused alone. */
export function normalizeStock(
  row: StockRow,
  observedAt: Instant,
): { rows: StockObservation[]; refused: RefusedRow[] } {
  const rows = new Map<string, StockObservation>()
  const refused: RefusedRow[] = []
  for (const raw of row.models) {
    const parsed = stockModel.safeParse(raw)
    if (parsed.success) rows.set(parsed.data.model, observationOf(row.region, parsed.data, observedAt))
    else refused.push({ raw: { region: row.region, model: raw }, reason: reasonOf(parsed.error) })
  }
  return { rows: [...rows.values()], refused }
}

/** '25+' is at least 25; a text without a number says nothing that can be counted. */
function observationOf(region: string, model: StockModel, observedAt: Instant): StockObservation {
  const match = /^(\d{1,9})\s*(\+?)$/.exec(model.available ?? '')
  return {
    observedAt,
    region,
    gpuModel: model.model,
    available: match ? Number(match[1]) : null,
    availableIsFloor: match?.[2] === '+',
    availableText: model.available,
    planned7Days: model.planned_7_days,
    planned30Days: model.planned_30_days,
    planned100Days: model.planned_100_days,
    configurations: model.configurations,
  }
}
