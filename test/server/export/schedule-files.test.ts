import { execFileSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { calendarFile } from '../../../src/server/export/schedules/calendar-file.ts'
import { cronFile } from '../../../src/server/export/schedules/cron-file.ts'
import type { PlannedSleep, ScheduledMachine } from '../../../src/server/export/schedules/scheduled-machine.ts'
import { shellFile } from '../../../src/server/export/schedules/shell-file.ts'
import { weekSlots } from '../../../src/engine/plan/index.ts'

/** Wed 16 Dec 2026, noon in Oslo. */
const NOW = Date.parse('2026-12-16T11:00:00Z')
const sleep = (from: string, to: string, wakes = true): PlannedSleep => ({
  startsAt: Date.parse(from),
  endsAt: Date.parse(to),
  words: `away, so asleep; until ${to.slice(0, 10)}, really`,
  wakes,
})
const away: ScheduledMachine = {
  resourceId: 'BRK-1D',
  name: 'dev-anna',
  words: 'away\nfor good',
  asleep: null,
  sleeps: [sleep('2026-12-19T23:00:00Z', '2027-01-07T23:00:00Z')],
}
const nightly: ScheduledMachine = {
  ...away,
  resourceId: 'BRK-2D',
  asleep: weekSlots([{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: 20, to: 8 }]),
  sleeps: [
    sleep('2026-12-16T19:00:00Z', '2026-12-17T07:00:00Z'),
    sleep('2026-12-17T12:30:00Z', '2027-01-04T07:00:00Z'),
  ],
}

const cron = (machines: ScheduledMachine[], zone = 'Europe/Oslo') =>
  cronFile(machines, { zone, restoreMinutes: 10, now: NOW })
const linesOf = (text: string) => text.split('\n').filter((line) => /^\d/.test(line))

describe('cron lines', () => {
  test('a dated sleep has two lines of its days, each for its year alone', () => {
    expect(linesOf(cron([away]))).toEqual([
      String.raw`0 0 20 12 * [ "$(TZ=Europe/Oslo date +\%Y)" = 2026 ] && quartermaster-sleep hibernate BRK-1D`,
      String.raw`50 23 7 1 * [ "$(TZ=Europe/Oslo date +\%Y)" = 2027 ] && quartermaster-sleep restore BRK-1D`,
    ])
    expect(cron([away])).toContain('\n# dev-anna: away for good\n')
  })

  test('what the week says already is not said twice', () => {
    const lines = linesOf(cron([nightly])).filter((line) => !/ \* \* /.test(line))
    // Mon 4 Jan 08:00 is no hour of waking: the week of Monday to Friday nights has nobody asleep before it.
    expect(lines.map((line) => line.replace(/\[.*&& /, ''))).toEqual([
      '30 13 17 12 * quartermaster-sleep hibernate BRK-2D',
      '50 7 4 1 * quartermaster-sleep restore BRK-2D',
    ])
    expect(linesOf(cron([nightly]))).toContain('0 20 * * 1 quartermaster-sleep hibernate BRK-2D')
  })

  test('a year begins with the clock of the account', () => {
    const sleeps = [sleep('2026-12-31T18:40:00Z', '2027-01-01T03:30:00Z', false)]
    const lines = linesOf(cron([{ ...away, sleeps }], 'Asia/Kolkata'))
    expect(lines).toEqual([
      String.raw`10 0 1 1 * [ "$(TZ=Asia/Kolkata date +\%Y)" = 2027 ] && quartermaster-sleep hibernate BRK-1D`,
    ])
  })

  test('the look at the year is one that sh takes', () => {
    const [line] = linesOf(cron([away]))
    const command = line!.split(' ').slice(5).join(' ').replaceAll('\\%', '%').replace('quartermaster-sleep', 'echo')
    const run = (year: string) => execFileSync('sh', ['-c', `date() { echo ${year}; }; ${command} || true`]).toString()
    expect([run('2026'), run('2027')]).toEqual(['hibernate BRK-1D\n', ''])
  })
})

describe('the calendar', () => {
  const events = (machines: ScheduledMachine[], now = NOW) =>
    calendarFile(machines, 'Europe/Oslo', now)
      .replaceAll('\r\n ', '')
      .split('BEGIN:VEVENT\r\n')
      .slice(1)
      .map(
        (event) =>
          new Map(event.split('\r\n').map((line) => [/^[A-Z-]+/.exec(line)?.[0], line.replace(/^[A-Z-]+:/, '')])),
      )

  test('holds a dated sleep, by UTC, with its words', () => {
    const [event] = events([away])
    expect([event!.get('DTSTART'), event!.get('DTEND')]).toEqual(['20261219T230000Z', '20270107T230000Z'])
    expect(event!.get('DESCRIPTION')).toBe('BRK-1D: away\\, so asleep\\; until 2027-01-07\\, really')
  })

  test('an event keeps its name from one day to the next, while its sleep is under way too', () => {
    const bare = { ...nightly, sleeps: null }
    const uids = (machine: ScheduledMachine, now: number) => events([machine], now).map((event) => event.get('UID'))
    expect(uids(away, Date.parse('2026-12-24T10:00:00Z'))).toEqual(uids(away, NOW))
    const atNight = uids(bare, Date.parse('2026-12-16T22:17:00Z'))
    expect(uids(bare, NOW)).toEqual(expect.arrayContaining(atNight.slice(0, 30)))
    expect(new Set(uids(bare, NOW)).size).toBe(uids(bare, NOW).length)
    expect(atNight[0]).toBe('BRK-2D-20261216T190000Z@quartermaster')
  })
})

test('the script asks whether a plan has the machine asleep, where it is of plans', () => {
  const script = (isPlanned: boolean) => shellFile([away], { url: 'http://127.0.0.1:1', account: 'main', isPlanned })
  expect(script(true)).toContain('sleep-check?action=$action&planned=true&account=main')
  expect(script(false)).toContain('&planned=false&')
  expect(script(true)).toContain('#   BRK-1D  dev-anna: away for good\n')
  for (const isPlanned of [true, false]) execFileSync('sh', ['-n'], { input: script(isPlanned) })
})
