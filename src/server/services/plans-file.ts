import { NOT_ASSIGNED, type Dimension, type DimensionValues } from '../../engine/index.ts'
import { partiesOf, type Parties } from '../alerts/parties.ts'
import type { AppContext } from '../context.ts'
import type { PlanDto } from '../dto/plan.ts'
import { plansCsv } from '../export/plans-csv.ts'
import { splitList } from '../parameters.ts'
import { accountOf } from './account.ts'
import { listPlans, type PlansQuery } from './plans.ts'
import { reportFile, type ReportFile } from './report-file.ts'

/** Plans as CSV that the import takes, with columns of whose what they speak of is today where they are asked for. */
export async function plansFile(
  context: AppContext,
  { with: columns, ...query }: PlansQuery & { readonly with?: string | undefined },
): Promise<ReportFile> {
  const { rows } = await listPlans(context, query)
  const parties = await partiesOf(context.store, await accountOf(context, query.account), context.clock())
  const csv = plansCsv(rows, splitList(columns) as Dimension[], (plan) => whoseIs(plan, parties))
  return reportFile(context, query, 'plans.csv', csv)
}

/** Of a machine all that have a share in it, of an owner or a project itself, of the whole account nobody by name. */
function whoseIs({ who: { kind, name, resourceId } }: PlanDto, parties: Parties): readonly DimensionValues[] {
  if (kind === 'machine') return resourceId === null ? [] : parties.valuesOf([resourceId])
  return kind === 'account' ? [] : [{ ...NOT_ASSIGNED, [kind]: name }]
}
