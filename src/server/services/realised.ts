import { sleepActionsSince, type SleepAction } from '../../db/sleep-action-repository.ts'
import { realisedSleep } from '../../engine/hibernation/index.ts'
import {
  addDays,
  formatPicos,
  MINUTE_MS,
  NOT_ASSIGNED,
  type DayRange,
  type Dimension,
  type DimensionFilter,
} from '../../engine/index.ts'
import { mergedStates } from '../../engine/plan/index.ts'
import type { AppContext } from '../context.ts'
import type { RealisedDto } from '../dto/sleep-action.ts'
import { realisedCsv, type SharedRealised } from '../export/realised-csv.ts'
import { splitList } from '../parameters.ts'
import { assignedOf } from './assigned.ts'
import { loadLedger, type Ledger } from './ledger.ts'
import { machineShares } from './machine-shares.ts'
import { partyShares } from './party-shares.ts'
import { reportFile, type ReportFile } from './report-file.ts'
import { loadSleepPlans } from './sleep-plans.ts'

type Row = RealisedDto['machines'][number]

export interface RealisedQuery extends DimensionFilter {
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly account?: string | undefined
}

/**
 * The saving that came of the plans of sleep beside the one that was planned, by machine, within the days asked for. Of
 * whom is named the amounts are their shares as of today.
 */
export async function realised(context: AppContext, query: RealisedQuery): Promise<RealisedDto> {
  const { ledger } = await loadLedger(context, query)
  const shareOf = await partyShares(context, ledger.account, query)
  const { period, machines } = await realisedOf(context, ledger, query, (resource) => shareOf(resource) !== null)
  const totals = new Map<string, { planned: bigint; realised: bigint }>()
  const rows = machines.map((machine) => {
    const { of } = shareOf({ ...machine, resourceType: 'instance' })!
    const total = totals.get(machine.currency) ?? { planned: 0n, realised: 0n }
    total.planned += of(machine.plannedPicos ?? 0n)
    total.realised += of(machine.realisedPicos ?? 0n)
    totals.set(machine.currency, total)
    return rowOf(machine, of)
  })
  return {
    ...period,
    wallets: [...totals].sort().map(([currency, total]) => ({
      currency,
      planned: formatPicos(total.planned),
      realised: formatPicos(total.realised),
    })),
    machines: rows.sort(mostFirst),
  }
}

/** The same as CSV: a row per machine, or per share of it with its share of the amounts where it is asked whose they are. */
export async function realisedFile(
  context: AppContext,
  { with: columns, ...query }: RealisedQuery & { readonly with?: string | undefined },
): Promise<ReportFile> {
  const more = splitList(columns) as Dimension[]
  const rows =
    more.length > 0
      ? await realisedShares(context, query)
      : (await realised(context, query)).machines.map((row) => ({ row, values: NOT_ASSIGNED, share: 1 }))
  return reportFile(context, query, 'realised.csv', realisedCsv(rows, more))
}

async function realisedShares(context: AppContext, query: RealisedQuery): Promise<SharedRealised[]> {
  const { ledger } = await loadLedger(context, query)
  const { assignments } = await assignedOf(context.store, ledger.account)
  const sharesOf = machineShares(context, ledger.account, assignments, query)
  const { machines } = await realisedOf(context, ledger, query, (resource) => sharesOf(resource).length > 0)
  return machines
    .flatMap((machine) => sharesOf(machine).map(({ of, ...share }) => ({ ...share, row: rowOf(machine, of) })))
    .sort((a, b) => mostFirst(a.row, b.row))
}

interface RealisedMachine extends Omit<Row, 'planned' | 'realised'> {
  /** Of the whole machine. */
  readonly plannedPicos: bigint | null
  readonly realisedPicos: bigint | null
}

const rowOf = ({ plannedPicos, realisedPicos, ...machine }: RealisedMachine, of: (picos: bigint) => bigint): Row => ({
  ...machine,
  planned: plannedPicos === null ? null : formatPicos(of(plannedPicos)),
  realised: realisedPicos === null ? null : formatPicos(of(realisedPicos)),
})

const mostFirst = (a: Row, b: Row) => Number(b.realised ?? 0) - Number(a.realised ?? 0)

/** Of whole machines, those that are looked at. */
async function realisedOf(
  context: AppContext,
  ledger: Ledger,
  query: RealisedQuery,
  isWanted: (resource: { resourceType: 'instance'; resourceId: string; currency: string }) => boolean,
): Promise<{ readonly period: DayRange; readonly machines: RealisedMachine[] }> {
  const { account, calendar, asOf } = ledger
  const today = calendar.dayOf(context.clock())
  const period: DayRange = { from: query.from ?? addDays(today, -29), to: query.to ?? addDays(today, 1) }
  const within = { startsAt: calendar.startOf(period.from), endsAt: calendar.startOf(period.to) }
  const [plans, actions] = await Promise.all([
    loadSleepPlans(context, account, context.clock()),
    sleepActionsSince(context.store.db, account.accountId, within.startsAt),
  ])
  const records = Map.groupBy(ledger.records, ({ resourceId }) => resourceId)
  const done = Map.groupBy(
    actions.filter(({ at }) => at >= within.startsAt && at < Math.min(within.endsAt, asOf)),
    ({ resourceId }) => resourceId,
  )
  const machines = ledger.resources.flatMap((resource): RealisedMachine[] => {
    const { resourceId, type, currency, name } = resource
    if (type !== 'instance' || currency === null) return []
    if (!isWanted({ resourceType: type, resourceId, currency })) return []
    const planned = mergedStates(plans.counted(resourceId, within)).filter(({ state }) => state === 'asleep')
    if (planned.length === 0) return []
    const sleep = realisedSleep(planned, records.get(resourceId) ?? [], { ...ledger, resource, currency, readAt: asOf })
    if (sleep.plannedSeconds === 0) return []
    return [
      {
        currency,
        resourceId,
        name,
        plannedHours: hours(sleep.plannedSeconds),
        asleepHours: hours(sleep.asleepSeconds),
        plannedPicos: sleep.plannedPicos,
        realisedPicos: sleep.realisedPicos,
        ...tally(done.get(resourceId) ?? []),
      },
    ]
  })
  return { period, machines }
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
