import { tzOffset } from '@date-fns/tz'
import { WEEK_HOURS } from '../../../engine/capacity/index.ts'
import { sleepWindows } from '../../../engine/hibernation/index.ts'
import { MINUTE_MS, type Instant } from '../../../engine/index.ts'
import { oneLine, SCRIPT, WEEKS_AHEAD, type ScheduledMachine } from './scheduled-machine.ts'

interface CronOptions {
  readonly zone: string
  /** A restore begins so long before the machine is needed. */
  readonly restoreMinutes: number
  readonly now: Instant
}

type Action = 'hibernate' | 'restore'

const WEEK_MINUTES = WEEK_HOURS * 60

/**
 * Cron lines that call the script at the hours of the schedules, by the clock of the zone; restores so much earlier. What
 * begins or ends at another hour than the week says (a dated sleep, the end of an exception) has a line of its day, which
 * looks at the year itself, as cron knows none: 18:00 on 20 Dec 2026 in Oslo is
 * `0 18 20 12 * [ "$(TZ=Europe/Oslo date +\%Y)" = 2026 ] && quartermaster-sleep hibernate BRK-1D`.
 */
export function cronFile(machines: readonly ScheduledMachine[], options: CronOptions): string {
  const { zone, restoreMinutes } = options
  const lines = [
    `# Sleep schedules by Quartermaster. They call ${SCRIPT}, which is schedules.sh under that name on the PATH.`,
    `# A restore begins ${restoreMinutes} minutes before the machine is needed.`,
    '# Weekly lines cannot tell an exception or a holiday: the script asks Quartermaster and leaves out what is not planned.',
    `# Lines of a day are those of dated sleeps, and of what else differs from the week in the next ${WEEKS_AHEAD} weeks.`,
    '# Cron knows no year, so they look at it themselves. Take this file anew when plans change.',
    `CRON_TZ=${zone}`,
  ]
  for (const machine of machines) {
    const { resourceId, name, words, asleep } = machine
    lines.push('', `# ${oneLine(name)}: ${oneLine(words)}`)
    for (const { fromSlot, wakeSlot, hours } of asleep ? sleepWindows(asleep) : []) {
      lines.push(weeklyLine(fromSlot * 60, 'hibernate', resourceId))
      if (hours < WEEK_HOURS) lines.push(weeklyLine(wakeSlot * 60 - restoreMinutes, 'restore', resourceId))
    }
    for (const { at, action } of datedEdges(machine, options)) lines.push(datedLine(at, action, resourceId, zone))
  }
  return `${lines.join('\n')}\n`
}

function weeklyLine(minuteOfWeek: number, action: Action, resourceId: string): string {
  const minute = (minuteOfWeek + WEEK_MINUTES) % WEEK_MINUTES
  const weekday = (Math.floor(minute / 1440) + 1) % 7
  return `${minute % 60} ${Math.floor(minute / 60) % 24} * * ${weekday} ${SCRIPT} ${action} ${resourceId}`
}

function datedLine(at: Instant, action: Action, resourceId: string, zone: string): string {
  const wall = wallClock(at, zone)
  const day = `${wall.getUTCMinutes()} ${wall.getUTCHours()} ${wall.getUTCDate()} ${wall.getUTCMonth() + 1} *`
  return `${day} [ "$(TZ=${zone} date +\\%Y)" = ${wall.getUTCFullYear()} ] && ${SCRIPT} ${action} ${resourceId}`
}

/** The beginnings and ends of planned sleeps still to come at which no weekly line stands. */
function datedEdges({ asleep, sleeps }: ScheduledMachine, { zone, restoreMinutes, now }: CronOptions) {
  const weekly = new Set<string>()
  for (const { fromSlot, wakeSlot } of asleep ? sleepWindows(asleep) : []) {
    weekly.add(`hibernate ${fromSlot * 60}`)
    weekly.add(`restore ${wakeSlot * 60}`)
  }
  const edges: { at: Instant; action: Action }[] = []
  const add = (action: Action, needed: Instant, at: Instant) => {
    if (at > now && !weekly.has(`${action} ${minuteOfWeek(needed, zone)}`)) edges.push({ at, action })
  }
  for (const { startsAt, endsAt, wakes } of sleeps ?? []) {
    add('hibernate', startsAt, startsAt)
    if (wakes) add('restore', endsAt, endsAt - restoreMinutes * MINUTE_MS)
  }
  return edges
}

/** What the clock of a zone shows, read off as UTC. */
const wallClock = (at: Instant, zone: string): Date => new Date(at + tzOffset(zone, new Date(at)) * MINUTE_MS)

function minuteOfWeek(at: Instant, zone: string): number {
  const wall = wallClock(at, zone)
  return (((wall.getUTCDay() + 6) % 7) * 24 + wall.getUTCHours()) * 60 + wall.getUTCMinutes()
}
