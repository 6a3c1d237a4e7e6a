import { hourGrid, WEEK_HOURS } from '../../../engine/capacity/index.ts'
import { HOUR_MS, type Instant } from '../../../engine/index.ts'
import { weeklyIntervals } from '../../../engine/plan/index.ts'
import { WEEKS_AHEAD, type PlannedSleep, type ScheduledMachine } from './scheduled-machine.ts'

/**
 * The sleeps of the next weeks, and every dated one, as an iCalendar file (RFC 5545). Each is an event of its own in UTC,
 * so that a change of the clocks moves it rightly, and is known by its machine and its beginning: a file that is taken anew
 * puts nothing in twice.
 */
export function calendarFile(machines: readonly ScheduledMachine[], zone: string, now: Instant): string {
  const weekMs = WEEK_HOURS * HOUR_MS
  // A sleep that is under way keeps its beginning.
  const grid = hourGrid(zone, now - weekMs, now + WEEKS_AHEAD * weekMs)
  const weekly = ({ asleep, words }: ScheduledMachine): PlannedSleep[] =>
    asleep === null ? [] : weeklyIntervals(asleep, grid).map((each) => ({ ...each, words, wakes: true }))
  const events = machines.flatMap((machine) =>
    (machine.sleeps ?? weekly(machine))
      .filter(({ endsAt }) => endsAt > now)
      .map(({ startsAt, endsAt, words }) => [
        'BEGIN:VEVENT',
        `UID:${machine.resourceId}-${stamp(startsAt)}@quartermaster`,
        `DTSTAMP:${stamp(now)}`,
        `DTSTART:${stamp(startsAt)}`,
        `DTEND:${stamp(endsAt)}`,
        `SUMMARY:${calendarText(`${machine.name} asleep`)}`,
        `DESCRIPTION:${calendarText(`${machine.resourceId}: ${words}`)}`,
        'TRANSP:TRANSPARENT',
        'END:VEVENT',
      ]),
  )
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Quartermaster//Sleep schedules//EN',
    'CALSCALE:GREGORIAN',
    ...events.flat(),
    'END:VCALENDAR',
  ]
  return lines.map((line) => `${folded(line)}\r\n`).join('')
}

/** 20260301T080000Z. */
function stamp(at: Instant): string {
  return new Date(at).toISOString().replace(/[-:]|\.\d{3}/g, '')
}

function calendarText(text: string): string {
  return text.replace(/[\\;,]/g, '\\$&').replace(/\r?\n/g, '\\n')
}

/** No line is longer than 75 bytes: the rest goes on after a blank. */
function folded(line: string): string {
  const parts: string[] = []
  let part = ''
  for (const character of line) {
    if (Buffer.byteLength(part + character) > (parts.length === 0 ? 75 : 74)) {
      parts.push(part)
      part = ''
    }
    part += character
  }
  return [...parts, part].join('\r\n ')
}
