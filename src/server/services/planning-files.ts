import type { AppContext } from '../context.ts'
import { capacityCsv } from '../export/capacity-csv.ts'
import { hibernationCsv } from '../export/hibernation-csv.ts'
import { calendarFile, cronFile, shellFile, type ScheduledMachine } from '../export/schedule-files.ts'
import { capacity, type CapacityQuery } from './capacity.ts'
import { hibernation, type HibernationQuery } from './hibernation.ts'
import { reportFile, type ReportFile } from './report-file.ts'

export type ScheduleFormat = 'cron' | 'sh' | 'ics'

export async function hibernationFile(context: AppContext, query: HibernationQuery): Promise<ReportFile> {
  const { machines } = await hibernation(context, query)
  return reportFile(context, query, 'hibernation.csv', hibernationCsv(machines))
}

export async function capacityFile(context: AppContext, query: CapacityQuery): Promise<ReportFile> {
  return reportFile(context, query, 'capacity.csv', capacityCsv(await capacity(context, query)))
}

/** The advised schedules, or that of one machine, as cron lines, as the script that they call, or as a calendar. */
export async function scheduleFile(
  context: AppContext,
  format: ScheduleFormat,
  { machine, ...query }: HibernationQuery & { readonly machine?: string | undefined },
): Promise<ReportFile> {
  const { machines, zone } = await hibernation(context, query)
  const scheduled = machines.flatMap(({ resourceId, name, words, asleep }): ScheduledMachine[] =>
    asleep === null || words === null || (machine !== undefined && resourceId !== machine)
      ? []
      : [{ resourceId, name, words, asleep: Uint8Array.from(asleep) }],
  )
  switch (format) {
    case 'cron':
      return reportFile(context, query, 'schedules.cron', cronFile(scheduled, zone), 'text/plain')
    case 'sh':
      return reportFile(context, query, 'schedules.sh', shellFile(scheduled), 'text/x-shellscript')
    case 'ics':
      return reportFile(
        context,
        query,
        'schedules.ics',
        calendarFile(scheduled, zone, context.clock()),
        'text/calendar',
      )
  }
}
