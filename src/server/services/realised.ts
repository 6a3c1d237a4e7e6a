import { sleepActionsSince, type SleepAction } from '../../db/sleep-action-repository.ts'
import { realisedSleep } from '../../engine/hibernation/index.ts'
import { addDays, formatPicos, MINUTE_MS, type DayRange, type DimensionFilter } from '../../engine/index.ts'
import { mergedStates } from '../../engine/plan/index.ts'
import type { AppContext } from '../context.ts'
import type { RealisedDto } from '../dto/sleep-action.ts'
import { loadLedger } from './ledger.ts'
import { partyShares } from './party-shares.ts'
import { loadSleepPlans } from './sleep-plans.ts'

type Row = RealisedDto['machines'][number]

/**
 * The saving that came of the plans of sleep beside the one that was planned, by machine, within the days asked for. Of
 * whom is named the amounts are their shares as of today.
 */
export async function realised(
  context: AppContext,
  query: DimensionFilter & { from?: string | undefined; to?: string | undefined; account?: string | undefined },
): Promise<RealisedDto> {
  const { ledger } = await loadLedger(context, query)
  const { account, calendar, asOf } = ledger
  const today = calendar.dayOf(context.clock())
  const period: DayRange = { from: query.from ?? addDays(today, -29), to: query.to ?? addDays(today, 1) }
  const within = { startsAt: calendar.startOf(period.from), endsAt: calendar.startOf(period.to) }
  const shareOf = await partyShares(context, account, query)
  const [plans, actions] = await Promise.all([
    loadSleepPlans(context, account, context.clock()),
    sleepActionsSince(context.store.db, account.accountId, within.startsAt),
  ])
  const records = Map.groupBy(ledger.records, ({ resourceId }) => resourceId)
  const done = Map.groupBy(
    actions.filter(({ at }) => at >= within.startsAt && at < Math.min(within.endsAt, asOf)),
    ({ resourceId }) => resourceId,
  )
  const totals = new Map<string, { planned: bigint; realised: bigint }>()
  const machines = ledger.resources.flatMap((resource): Row[] => {
    const { resourceId, type, currency, name } = resource
    if (type !== 'instance' || currency === null) return []
    const share = shareOf({ ...resource, resourceType: type })
    if (share === null) return []
    const planned = mergedStates(plans.counted(resourceId, within)).filter(({ state }) => state === 'asleep')
    if (planned.length === 0) return []
    const sleep = realisedSleep(planned, records.get(resourceId) ?? [], { ...ledger, resource, currency, readAt: asOf })
    if (sleep.plannedSeconds === 0) return []
    const [plannedPicos, realisedPicos] = [sleep.plannedPicos, sleep.realisedPicos].map(
      (picos) => picos && share.of(picos),
    )
    const total = totals.get(currency) ?? { planned: 0n, realised: 0n }
    total.planned += plannedPicos ?? 0n
    total.realised += realisedPicos ?? 0n
    totals.set(currency, total)
    return [
      {
        currency,
        resourceId,
        name,
        plannedHours: hours(sleep.plannedSeconds),
        asleepHours: hours(sleep.asleepSeconds),
        planned: plannedPicos == null ? null : formatPicos(plannedPicos),
        realised: realisedPicos == null ? null : formatPicos(realisedPicos),
        ...tally(done.get(resourceId) ?? []),
      },
    ]
  })
  return {
    ...period,
    wallets: [...totals].sort().map(([currency, total]) => ({
      currency,
      planned: formatPicos(total.planned),
      realised: formatPicos(total.realised),
    })),
    machines: machines.sort((a, b) => Number(b.realised ?? 0) - Number(a.realised ?? 0)),
  }
}

/** What was carried out, and why not what was not. */
function tally(
  actions: readonly SleepAction[],
): Pick<Row, 'sleeps' | 'done' | 'notDone' | 'failedRestores' | 'lateMinutes'> {
  const sleeps = actions.filter(({ action, state }) => action === 'hibernate' && state !== 'cancelled')
  const restores = actions.filter(({ action }) => action === 'restore')
  const isDone = ({ state }: SleepAction) => state === 'done' || state === 'asked'
  const reasons = Map.groupBy(
    sleeps.filter((each) => !isDone(each)),
    ({ detail }) => detail ?? 'nobody carries plans out',
  )
  return {
    sleeps: sleeps.length,
    done: sleeps.filter(isDone).length,
    notDone: [...reasons].map(([because, of]) => ({ because, times: of.length })),
    failedRestores: restores.reduce(
      (sum, { tries, state }) => sum + Math.max(0, tries - (state === 'done' ? 1 : 0)),
      0,
    ),
    lateMinutes: restores.reduce(
      (sum, { at, finishedAt, state }) =>
        sum + (state === 'done' && finishedAt !== null ? Math.max(0, Math.round((finishedAt - at) / MINUTE_MS)) : 0),
      0,
    ),
  }
}

const hours = (seconds: number) => Math.round(seconds / 36) / 100
