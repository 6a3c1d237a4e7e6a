import { NOT_ASSIGNED, type Dimension } from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import { capacityCsv } from '../export/capacity-csv.ts'
import { hibernationCsv } from '../export/hibernation-csv.ts'
import { monthForecastCsv } from '../export/month-forecast-csv.ts'
import { calendarFile } from '../export/schedules/calendar-file.ts'
import { cronFile } from '../export/schedules/cron-file.ts'
import { shellFile } from '../export/schedules/shell-file.ts'
import { sleepMadeCsv } from '../export/sleep-made-csv.ts'
import { sleepSumsCsv } from '../export/sleep-sums-csv.ts'
import { capacity, type CapacityQuery } from './capacity.ts'
import { accountOf } from './account.ts'
import { hibernation, hibernationShares, type HibernationQuery } from './hibernation.ts'
import { loadPlanningSettings } from './planning-settings.ts'
import { partyShares } from './party-shares.ts'
import { splitList } from '../parameters.ts'
import { reportFile, type ReportFile } from './report-file.ts'
import { advisedMachines, plannedMachines } from './scheduled-machines.ts'
import { sleepMade, type SleepMadeQuery } from './sleep-made.ts'

export type ScheduleFormat = 'cron' | 'sh' | 'ics'

/** A row per machine; with columns of whose it is, one per share of it. */
export async function hibernationFile(
  context: AppContext,
  { with: columns, ...query }: HibernationQuery & { readonly with?: string | undefined },
): Promise<ReportFile> {
  const more = splitList(columns) as Dimension[]
  const rows =
    more.length > 0
      ? await hibernationShares(context, query)
      : (await hibernation(context, query)).machines.map((machine) => ({ machine, values: NOT_ASSIGNED, share: 1 }))
  return reportFile(context, query, 'hibernation.csv', hibernationCsv(rows, more))
}

export async function hibernationSumsFile(context: AppContext, query: HibernationQuery): Promise<ReportFile> {
  const { sums } = await hibernation(context, query)
  return reportFile(context, query, 'hibernation-sums.csv', sleepSumsCsv(sums))
}

/** The month that runs with and without the schedules. */
export async function hibernationMonthFile(context: AppContext, query: HibernationQuery): Promise<ReportFile> {
  return reportFile(context, query, 'hibernation-month.csv', monthForecastCsv(await hibernation(context, query)))
}

/** What sleep avoided and shut off cost, by day, machine and region where nothing else is said. */
export async function hibernationMadeFile(context: AppContext, query: SleepMadeQuery): Promise<ReportFile> {
  const made = await sleepMade(context, { ...query, by: query.by ?? 'day,resource,region,gpu_model' })
  return reportFile(context, query, 'hibernation-made.csv', sleepMadeCsv(made))
}

export async function capacityFile(context: AppContext, query: CapacityQuery): Promise<ReportFile> {
  return reportFile(context, query, 'capacity.csv', capacityCsv(await capacity(context, query)))
}

export interface ScheduleQuery extends HibernationQuery {
  readonly machine?: string | undefined
  /** Approved plans where it is not told. */
  readonly of?: 'plans' | 'advice' | undefined
}

/** Schedules, of all machines or of one, as cron lines, as the script that they call, or as a calendar. */
export async function scheduleFile(
  context: AppContext,
  format: ScheduleFormat,
  { machine, of, ...query }: ScheduleQuery,
  ownUrl: string,
): Promise<ReportFile> {
  const account = await accountOf(context, query.account)
  const now = context.clock()
  const { restoreMinutes } = await loadPlanningSettings(context, account)
  const all = of === 'advice' ? await advisedMachines(context, query) : await plannedMachines(context, account)
  const shareOf = await partyShares(context, account, query)
  const scheduled = all.filter(
    ({ resourceId }) =>
      (machine === undefined || resourceId === machine) &&
      shareOf({ resourceType: 'instance', resourceId, currency: null }) !== null,
  )
  const file = (name: string, body: string, mediaType: string) => reportFile(context, query, name, body, mediaType)
  switch (format) {
    case 'cron':
      return file(
        'schedules.cron',
        cronFile(scheduled, { zone: account.zone, restoreMinutes: Math.round(restoreMinutes), now }),
        'text/plain',
      )
    case 'sh':
      return file(
        'schedules.sh',
        shellFile(scheduled, { url: ownUrl, account: account.slug, isPlanned: of !== 'advice' }),
        'text/x-shellscript',
      )
    case 'ics':
      return file('schedules.ics', calendarFile(scheduled, account.zone, now), 'text/calendar')
  }
}
