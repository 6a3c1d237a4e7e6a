import { findStatusChanges } from '../../db/ledger-query-repository.ts'
import { WEEK_HOURS } from '../../engine/capacity/index.ts'
import { nightsAndWeekends, scheduleWords, WEEKS_PER_MONTH, type PlanFigures } from '../../engine/hibernation/index.ts'
import { toChargeState, type Resource } from '../../engine/index.ts'
import { inForce } from '../../engine/plan/index.ts'
import type { AppContext } from '../context.ts'
import type { RecommendationDto } from '../dto/recommendations.ts'
import type { Ledger } from './ledger.ts'
import { loadAdvice, type Advised } from './sleep-advice.ts'
import { toRangeDto } from './sleep-machine.ts'

/** Under a unit of the wallet a month nobody's time is worth it. */
const LEAST = 1

/** Machines that should sleep and do not, and those whose name says that they may, of which nobody has said when. */
export async function sleepRecommendations(context: AppContext, ledger: Ledger): Promise<RecommendationDto[]> {
  const ids = ledger.resources.filter(({ type }) => type === 'instance').map(({ resourceId }) => resourceId)
  const changes = await findStatusChanges(context.store.db, ledger.account.accountId, ids)
  const statuses = Map.groupBy(changes, ({ resourceId }) => resourceId)
  const { advised } = await loadAdvice(context, { ledger, statuses }, {})
  return advised.filter(isUnplanned).flatMap((each) => toDto(each) ?? [])
}

const isUnplanned = ({ plans }: Advised) => inForce(plans).every(({ what }) => what.kind !== 'sleep')

function toDto(advised: Advised): RecommendationDto | null {
  const { advice, ask, resource } = advised
  const named = ask.find((because) => because.kind === 'name')
  if (advice.kind === 'none') return named ? askRow(advised, named.word) : null
  const { beyondNow } = advice.figures
  if (beyondNow.p50 < LEAST) return null
  const isHeld = advice.kind === 'asleep all week' && toChargeState(resource.status ?? '') === 'shutoff'
  return row(resource, {
    kind: advice.kind === 'schedule' ? 'schedule' : 'hibernate',
    what: `Hibernate ${resource.name}`,
    why: isHeld ? 'shut off, its GPUs held and billed in full' : scheduleWords(advice.windows),
    risk: riskOf(advice.figures),
    perMonth: toRangeDto(beyondNow),
  })
}

/** Nobody can tell from its bills that it is not needed: what its sleep then would avoid is what can be told. */
function askRow({ resource, input, advice }: Advised, word: string): RecommendationDto | null {
  if (input.canHibernate === false) {
    const month = input.runPerHour * WEEK_HOURS * WEEKS_PER_MONTH
    return row(resource, {
      kind: 'ask the owner',
      what: `Ask whether ${resource.name} is still needed`,
      why: `its name says ${word}, it is on all the time, and it cannot hibernate: only ending it avoids a cost`,
      risk: 'what is on it is lost where it is ended',
      perMonth: toRangeDto({ p10: month, p50: month, p90: month }),
    })
  }
  const cost = (input.runPerHour - input.hibernatedPerHour) * HOURS_OF_NIGHTS * WEEKS_PER_MONTH
  if (cost < LEAST) return null
  return row(resource, {
    kind: 'ask the owner',
    what: `Ask whether ${resource.name} is needed at nights and week-ends`,
    why: `its name says ${word}, and it is on all the time`,
    risk: riskOf({ ...advice.fixed, missedHours: 0 }),
    perMonth: toRangeDto({ p10: cost, p50: cost, p90: cost }),
  })
}

const HOURS_OF_NIGHTS = nightsAndWeekends().reduce((sum, slot) => sum + slot, 0)

function row(
  { resourceId, name, currency }: Resource,
  said: Pick<RecommendationDto, 'kind' | 'what' | 'why' | 'risk' | 'perMonth'>,
): RecommendationDto {
  const resources = [{ resourceId, name }]
  return { id: `${said.kind} ${resourceId}`, currency: currency!, ...said, resources, dismissed: null }
}

function riskOf({ failedRestores, missedHours, wakes }: PlanFigures): string {
  const missed = missedHours < 0.05 ? [] : [`${missedHours.toFixed(1)} needed hours asleep a month`]
  if (wakes === 0) return [...missed, 'its GPUs may be gone when it is wanted again'].join(', ')
  if (failedRestores === null) return [...missed, 'not known whether its GPUs can be had again'].join(', ')
  return [...missed, `no GPUs at ${failedRestores.toFixed(1)} of ${wakes.toFixed(0)} restores a month`].join(', ')
}
