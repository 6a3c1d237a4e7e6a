import { hourGrid, WEEK_HOURS } from '../../engine/capacity/index.ts'
import { sleepWindows } from '../../engine/hibernation/index.ts'
import { weeklyIntervals } from '../../engine/plan/index.ts'
import { HOUR_MS, type Instant, type Interval } from '../../engine/index.ts'

/** A machine with its weekly schedule. */
export interface ScheduledMachine {
  readonly resourceId: string
  readonly name: string
  readonly words: string
  /** By hour of the week from Monday 00:00, 1 = asleep. */
  readonly asleep: Uint8Array
  /** Its sleeps in the weeks of a calendar, exceptions and holidays heeded; without them those of the bare week. */
  readonly sleeps?: readonly Interval[]
}

/** The name under which the cron lines call the script. */
const SCRIPT = 'quartermaster-sleep'

/** Cron lines that call the script at the hours of the schedules, by the clock of the zone; restores so much earlier. */
export function cronFile(machines: readonly ScheduledMachine[], zone: string, restoreMinutes: number): string {
  const lines = [
    `# Sleep schedules by Quartermaster. They call ${SCRIPT}, which is schedules.sh under that name on the PATH.`,
    `# A restore begins ${restoreMinutes} minutes before the machine is needed.`,
    `CRON_TZ=${zone}`,
  ]
  for (const { resourceId, name, words, asleep } of machines) {
    lines.push('', `# ${oneLine(name)}: ${words}`)
    for (const { fromSlot, wakeSlot, hours } of sleepWindows(asleep)) {
      lines.push(cronLine(fromSlot * 60, 'hibernate', resourceId))
      if (hours < WEEK_HOURS) lines.push(cronLine(wakeSlot * 60 - restoreMinutes, 'restore', resourceId))
    }
  }
  return `${lines.join('\n')}\n`
}

function cronLine(minuteOfWeek: number, action: string, resourceId: string): string {
  const minute = (minuteOfWeek + WEEK_HOURS * 60) % (WEEK_HOURS * 60)
  const weekday = (Math.floor(minute / 1440) + 1) % 7
  return `${minute % 60} ${Math.floor(minute / 60) % 24} * * ${weekday} ${SCRIPT} ${action} ${resourceId}`
}

/**
 * A script that puts one machine to sleep or wakes it by a call of the API. It looks first: only what runs is put to
 * sleep, only what sleeps is woken, and nothing that Quartermaster knows to be busy or kept on, or that a busy check of
 * its owner calls busy. Where Quartermaster does not answer, nothing is put to sleep.
 */
export function shellFile(
  machines: readonly ScheduledMachine[],
  { url, account }: { readonly url: string; readonly account: string },
): string {
  const known = machines.map(({ resourceId, name, words }) => `#   ${resourceId}  ${oneLine(name)}: ${words}`)
  return `#!/bin/sh
# ${SCRIPT} hibernate|restore MACHINE
# Needs BARRACK_API_URL and BARRACK_API_KEY, and curl. BARRACK_AUTH_HEADER and BARRACK_AUTH_SCHEME as in Quartermaster.
# QM_URL is where Quartermaster is asked first: whether the machine is busy or kept on, or is to sleep on. Where it does
# not answer, nothing is put to sleep. QM_URL= (empty) does without it.
# BUSY_CHECK, where it is set, is run with the machine's id before a sleep; when it succeeds the machine is busy and is
# left alone. DRY_RUN=1 only says what would be done.
${known.join('\n')}
set -eu
action=\${1:?hibernate or restore}
machine=\${2:?which machine}
: "\${BARRACK_API_URL:?}" "\${BARRACK_API_KEY:?}"
quartermaster=\${QM_URL-${url}}
scheme=\${BARRACK_AUTH_SCHEME-Bearer}
header="\${BARRACK_AUTH_HEADER:-Authorization}: \${scheme:+$scheme }$BARRACK_API_KEY"
call() { curl --silent --show-error --fail --max-time 60 --header "$header" "$@"; }

status=$(call "$BARRACK_API_URL/api/instances/$machine/" | tr ',{' '\\n\\n' |
  sed -n 's/^[[:space:]]*"status"[[:space:]]*:[[:space:]]*"\\([A-Za-z_]*\\)".*/\\1/p' | head -n 1 | tr '[:lower:]' '[:upper:]')
case "$action $status" in
'hibernate ACTIVE') ;;
'restore HIBERNATED') ;;
'hibernate SHUTOFF')
  echo "$machine is shut off: start it first, only what runs can hibernate" >&2
  exit 0
  ;;
hibernate\\ * | restore\\ *)
  echo "$machine is \${status:-in an unknown state}: nothing to $action" >&2
  exit 0
  ;;
*)
  echo "hibernate or restore, not $action" >&2
  exit 2
  ;;
esac
if [ -n "$quartermaster" ]; then
  check=$(curl --silent --max-time 30 "$quartermaster/api/v1/hibernation/machines/$machine/sleep-check?action=$action&account=${account}") || check=
  case "$action $check" in
  *'"may":true'*) ;;
  # Who has to wait for a machine should not have to wait for Quartermaster as well.
  'restore ') echo "Quartermaster does not answer at $quartermaster: $machine is woken all the same" >&2 ;;
  *)
    echo "$machine is left as it is: \${check:-Quartermaster does not answer at $quartermaster}" >&2
    exit 0
    ;;
  esac
fi
if [ "$action" = hibernate ] && [ -n "\${BUSY_CHECK:-}" ] && "$BUSY_CHECK" "$machine"; then
  echo "$machine is busy: left on" >&2
  exit 0
fi
if [ -n "\${DRY_RUN:-}" ]; then
  echo "would $action $machine" >&2
  exit 0
fi
call --request POST "$BARRACK_API_URL/api/instances/$machine/$action/" >/dev/null
echo "$action $machine: asked for" >&2
`
}

/** Weeks of a calendar: each sleep is an event of its own, so that a change of the clocks moves it rightly. */
export const CALENDAR_WEEKS = 8

/** The sleeps of the next weeks as an iCalendar file (RFC 5545). */
export function calendarFile(machines: readonly ScheduledMachine[], zone: string, now: Instant): string {
  const grid = hourGrid(zone, now, now + CALENDAR_WEEKS * WEEK_HOURS * HOUR_MS)
  const events = machines.flatMap(({ resourceId, name, words, asleep, sleeps }) =>
    (sleeps ?? weeklyIntervals(asleep, grid))
      .filter(({ endsAt }) => endsAt > now)
      .map(({ startsAt, endsAt }) => [
        'BEGIN:VEVENT',
        `UID:${resourceId}-${stamp(startsAt)}@quartermaster`,
        `DTSTAMP:${stamp(now)}`,
        `DTSTART:${stamp(startsAt)}`,
        `DTEND:${stamp(endsAt)}`,
        `SUMMARY:${calendarText(`${name} asleep`)}`,
        `DESCRIPTION:${calendarText(`${resourceId}: ${words}`)}`,
        'TRANSP:TRANSPARENT',
        'END:VEVENT',
      ]),
  )
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Quartermaster//Sleep schedules//EN',
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

/** A name goes into comments: it must not end them. */
function oneLine(text: string): string {
  return text.replace(/[\r\n]+/g, ' ')
}
