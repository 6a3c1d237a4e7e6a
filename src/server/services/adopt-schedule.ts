import { findStatusChanges } from '../../db/ledger-query-repository.ts'
import { weekWindows } from '../../engine/plan/index.ts'
import type { AppContext } from '../context.ts'
import type { PlanDto } from '../dto/plan.ts'
import { invalidParameter, ProblemException } from '../problem.ts'
import { loadLedger } from './ledger.ts'
import { ANYBODY } from './admin.ts'
import { machineIdOf, machineNames, make } from './plans.ts'
import { loadAdvice, type AdviceQuery } from './sleep-advice.ts'
import { rangeWords } from './sleep-machine.ts'

/** Proposes the advised schedule of a machine, by its id or its name, as a plan. Throws a problem where there is none, with the reason. */
export async function adoptSchedule(
  context: AppContext,
  machineId: string,
  by: string,
  query: AdviceQuery & { readonly account?: string | undefined },
): Promise<PlanDto> {
  const { ledger } = await loadLedger(context, query)
  const { account } = ledger
  const resourceId = await machineIdOf(context, account, machineId)
  const changes = await findStatusChanges(context.store.db, account.accountId, [resourceId])
  const statuses = new Map([[resourceId, changes]])
  const resources = ledger.resources.filter((resource) => resource.resourceId === resourceId)
  const { advised } = await loadAdvice(context, { ledger: { ...ledger, resources }, statuses }, query)
  const [machine] = advised
  if (!machine) throw new ProblemException('not-found', `There is no machine ${resourceId} that could be advised on.`)
  const { advice, resource } = machine
  if (advice.kind === 'none')
    throw invalidParameter('id', `no schedule is advised for ${resource.name}: ${advice.reason}`)
  const now = context.clock()
  const names = await machineNames(context, account)
  return make(
    context,
    { account, names, now },
    {
      who: { kind: 'machine', resourceId },
      what: { kind: 'sleep' },
      startsAt: now,
      endsAt: null,
      week: weekWindows(advice.asleep),
      source: 'schedule',
      reason: `advised; against staying on it would avoid ${rangeWords(advice.figures.avoided, resource.currency!)} a month`,
      proposed: { by, at: now },
      approved: null,
    },
    ANYBODY,
  )
}
