import type { Dimension, DimensionValues } from '../../engine/index.ts'
import { describeWeek } from '../../engine/plan/index.ts'
import type { PlanDto } from '../dto/plan.ts'
import { csvLine, numberCell, textCell } from './csv.ts'
import { partyCells } from './share-cells.ts'

type Cell = (plan: PlanDto) => string

const deployed = (plan: PlanDto) => (plan.what.kind === 'deploy' ? plan.what : null)
const month = (plan: PlanDto) => (plan.what.kind === 'month' ? plan.what : null)

/** In the form that the import takes; what it does not read tells the reader the rest. */
const COLUMNS: Readonly<Record<string, Cell>> = {
  plan: ({ planId }) => numberCell(planId),
  state: ({ state }) => textCell(state),
  who: ({ who: { kind, name, resourceId } }) =>
    textCell(kind === 'account' ? kind : `${kind}:${resourceId ?? name ?? ''}`),
  what: ({ what }) => textCell(what.kind),
  from: ({ startsAt }) => textCell(startsAt),
  to: ({ endsAt }) => textCell(endsAt),
  week: ({ week }) => textCell(week && describeWeek(week)),
  name: ({ what }) => textCell(what.kind === 'holiday' || what.kind === 'deploy' ? what.name : null),
  machines: (plan) => numberCell(deployed(plan)?.machines ?? null),
  gpu_count: (plan) => numberCell(deployed(plan)?.gpuCount ?? null),
  gpu_model: (plan) => textCell(deployed(plan)?.gpuModel ?? null),
  tier: (plan) => textCell(deployed(plan)?.tier ?? null),
  region: (plan) => textCell(deployed(plan)?.region ?? null),
  currency: (plan) => textCell((deployed(plan) ?? month(plan))?.currency ?? null),
  amount: (plan) => numberCell(month(plan)?.amount ?? null),
  reason: ({ reason }) => textCell(reason),
  source: ({ source }) => textCell(source),
  proposed_by: ({ proposed }) => textCell(proposed.by),
  proposed_at: ({ proposed }) => textCell(proposed.at),
  approved_by: ({ approved }) => textCell(approved?.by ?? null),
  approved_at: ({ approved }) => textCell(approved?.at ?? null),
  sentence: ({ sentence }) => textCell(sentence),
}

/** A line per plan; `whoseOf` tells whose what it speaks of is, for the columns that are asked for beside the usual ones. */
export function plansCsv(
  plans: readonly PlanDto[],
  more: readonly Dimension[] = [],
  whoseOf: (plan: PlanDto) => readonly DimensionValues[] = () => [],
): string {
  const cells = Object.values(COLUMNS)
  return [
    csvLine([...Object.keys(COLUMNS), ...more]),
    ...plans.map((plan) => csvLine([...cells.map((cell) => cell(plan)), ...partyCells(whoseOf(plan), more)])),
  ].join('')
}
