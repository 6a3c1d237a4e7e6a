import type { AppContext } from '../context.ts'
import type { PlannedDemandsDto } from '../dto/capacity.ts'
import { HOUR_MS, type DimensionFilter } from '../../engine/index.ts'
import { toIso } from '../iso.ts'
import { demandSources, wantedOf, type DemandQuery } from './demand.ts'
import { plannedOption } from './demand-options.ts'
import { loadForeseen } from './foresee.ts'
import type { Ledger } from './ledger.ts'
import { onlyOf } from './machine-shares.ts'
import { listPlans } from './plans.ts'

/** A deployment without an end is paid for so long, as far as the wallet is asked. */
const OPEN_END_MS = 30 * 24 * HOUR_MS

/** The deployments that are planned and have not begun, of whom is named and of the whole account, each checked as of now against stock, price and wallet. */
export async function plannedDemands(
  context: AppContext,
  query: Omit<DemandQuery, 'line'> & DimensionFilter,
): Promise<PlannedDemandsDto> {
  const [{ ledger }, { zone, rows }] = await Promise.all([
    loadForeseen(context, query),
    listPlans(context, { ...onlyOf(query), account: query.account, kind: 'deploy' }),
  ])
  const now = context.clock()
  const sources = await demandSources(context, ledger, wantedOf(query))
  const ahead = rows
    .filter(({ startsAt }) => Date.parse(startsAt) > now)
    .sort((a, b) => (a.startsAt < b.startsAt ? -1 : 1))
  return {
    asOf: toIso(now),
    zone,
    rows: ahead.map((plan) => {
      const { what, planId } = plan
      if (what.kind !== 'deploy') return { plan, option: null }
      const startsAt = Date.parse(plan.startsAt)
      const stay = { startsAt, endsAt: plan.endsAt === null ? startsAt + OPEN_END_MS : Date.parse(plan.endsAt) }
      const { machines, gpuCount: gpusEach, gpuModel, region, currency } = what
      const option = plannedOption(
        { machines, gpusEach, gpuModel, region },
        stay,
        // Its own wallet pays; what it costs is in the forecast of that already, once it is approved.
        {
          ...sources,
          wallets: new Map([...sources.wallets].filter(([each]) => each === currency)),
          ledger: withoutPlan(ledger, planId),
        },
      )
      return { plan, option }
    }),
  }
}

function withoutPlan(ledger: Ledger, planId: number): Ledger {
  const plans = ledger.planned.plans.filter((plan) => plan.planId !== planId)
  return plans.length === ledger.planned.plans.length ? ledger : { ...ledger, planned: { ...ledger.planned, plans } }
}
