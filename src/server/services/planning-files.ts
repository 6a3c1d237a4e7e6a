import type { AppContext } from '../context.ts'
import { capacityCsv } from '../export/capacity-csv.ts'
import { hibernationCsv } from '../export/hibernation-csv.ts'
import { calendarFile, cronFile, shellFile, type ScheduledMachine } from '../export/schedule-files.ts'
import { capacity, type CapacityQuery } from './capacity.ts'
import { hibernation, type HibernationQuery } from './hibernation.ts'

/** A report as a file. */
export interface ReportFile {
  readonly fileName: string
  readonly mediaType: string
  readonly body: string
}

export type ScheduleFormat = 'cron' | 'sh' | 'ics'

export async function hibernationFile(context: AppContext, query: HibernationQuery): Promise<ReportFile> {
  const { machines } = await hibernation(context, query)
  return fileOf(context, 'hibernation.csv', 'text/csv', hibernationCsv(machines))
}

export async function capacityFile(context: AppContext, query: CapacityQuery): Promise<ReportFile> {
  return fileOf(context, 'capacity.csv', 'text/csv', capacityCsv(await capacity(context, query)))
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
      return fileOf(context, 'schedules.cron', 'text/plain', cronFile(scheduled, zone))
    case 'sh':
      return fileOf(context, 'schedules.sh', 'text/x-shellscript', shellFile(scheduled))
    case 'ics':
      return fileOf(context, 'schedules.ics', 'text/calendar', calendarFile(scheduled, zone, context.clock()))
  }
}

function fileOf({ config }: AppContext, name: string, mediaType: string, body: string): ReportFile {
  return { fileName: `${config.demo ? 'demo-' : ''}${name}`, mediaType: `${mediaType}; charset=utf-8`, body }
}
