import { findResources } from '../../db/resource-repository.ts'
import { latestUtilisation } from '../../db/utilisation-repository.ts'
import { momentWords } from '../../engine/clock-words.ts'
import { IDLE_BELOW } from '../../engine/hibernation/index.ts'
import { HOUR_MS, MINUTE_MS } from '../../engine/index.ts'
import { mergedStates } from '../../engine/plan/index.ts'
import type { AppContext } from '../context.ts'
import type { SleepCheckDto } from '../dto/sleep-check.ts'
import { ProblemException } from '../problem.ts'
import { accountOf } from './account.ts'
import { loadSleepPlans } from './sleep-plans.ts'
import { loadSleepRules } from './sleep-rules.ts'

/** A measurement of use says nothing of now when it is older. */
const RECENT_MS = HOUR_MS

/** A restore is asked for so long before it is needed, at most: what is planned then decides. */
const RESTORE_AHEAD_MS = 20 * MINUTE_MS

/** The clocks of two machines differ a little: what is planned so soon is planned now. */
const CLOCKS_DIFFER_MS = 5 * MINUTE_MS

/**
 * Whether a machine may be put to sleep right now: not where somebody keeps it on, needs it always, or its GPUs were
 * seen busy within the hour, nor, where `planned` is asked for, where no plan in force has it asleep now. Or whether it
 * may be woken: not while an absence or a holiday keeps it asleep. Asked by the exported script and before anything that
 * Quartermaster does itself.
 */
export async function sleepCheck(
  context: AppContext,
  query: {
    machine: string
    action: 'hibernate' | 'restore'
    planned?: boolean | undefined
    account?: string | undefined
  },
): Promise<SleepCheckDto> {
  const account = await accountOf(context, query.account)
  const { db } = context.store
  const now = context.clock()
  const [resources, plans, rules, utilisation] = await Promise.all([
    findResources(db, account.accountId),
    loadSleepPlans(context, account, now),
    loadSleepRules(context, account),
    latestUtilisation(db, account.accountId, now - RECENT_MS),
  ])
  const machine = resources.find(({ resourceId, type }) => type === 'instance' && resourceId === query.machine)
  if (!machine) throw new ProblemException('not-found', `There is no machine ${query.machine}.`)
  const refuse = (because: string): SleepCheckDto => ({ may: false, because })

  const ahead = plans.spans(machine.resourceId)
  if (query.action === 'restore') {
    const then = mergedStates(ahead).find(
      ({ startsAt, endsAt }) => startsAt <= now + RESTORE_AHEAD_MS && endsAt > now + RESTORE_AHEAD_MS,
    )
    if (then?.state !== 'asleep') return { may: true, because: null }
    return refuse(`it is to sleep until ${momentWords(then.endsAt, account.zone, now)}`)
  }
  const [span] = ahead
  if (span?.plan.what.kind === 'keep-on' && span.startsAt <= now) {
    return refuse(`${span.plan.proposed.by} keeps it on until ${momentWords(span.endsAt, account.zone, now)}`)
  }
  if (query.planned) {
    const soon = ahead.filter(({ startsAt, endsAt }) => startsAt <= now + CLOCKS_DIFFER_MS && endsAt > now)
    if (!soon.some(({ state }) => state === 'asleep')) return refuse('no approved plan has it asleep now')
  }
  const rule = rules.get(machine.resourceId)
  if (rule?.needed === 'always') return refuse('its owner needs it always')
  if (rule?.keepsAddress) return refuse('its public IP must stay, and sleep gives it back')
  const use = utilisation.get(machine.resourceId)
  if (use && now - use.at <= RECENT_MS && use.busy >= IDLE_BELOW) {
    const ago = Math.max(0, Math.round((now - use.at) / MINUTE_MS))
    return refuse(`its GPUs were ${Math.round(use.busy * 100)} % busy ${ago === 0 ? 'just now' : `${ago} min ago`}`)
  }
  return { may: true, because: null }
}
