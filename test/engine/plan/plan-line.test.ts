import { describe, expect, it } from 'vitest'
import {
  describePlan,
  describeWeek,
  parseHolidays,
  parsePlanLine,
  parseWeek,
  weekSlots,
  weekWindows,
} from '../../../src/engine/plan/index.ts'
import { at } from '../values.ts'
import { plan } from './values.ts'

/** A Monday, 11:30 in Oslo. */
const now = at('2026-11-30T10:30:00Z')
const read = (line: string) => parsePlanLine(line, 'Europe/Oslo', now)

describe('an exception as it is said', () => {
  const cases: [string, string, string, string | null][] = [
    ['keep on until Fri 18:00', 'keep-on', '2026-11-30T10:30Z', '2026-12-04T17:00Z'],
    ['Keep until tomorrow', 'keep-on', '2026-11-30T10:30Z', '2026-12-01T23:00Z'],
    ['keep on from Wed 08:00 to Fri', 'keep-on', '2026-12-02T07:00Z', '2026-12-04T23:00Z'],
    ['away 20 Dec to 7 Jan', 'away', '2026-12-19T23:00Z', '2027-01-07T23:00Z'],
    ['away until mon', 'away', '2026-11-30T10:30Z', '2026-11-30T23:00Z'],
    ['ends on 12 Dec', 'end', '2026-12-12T23:00Z', null],
    ['ends 2026-12-12 18:00', 'end', '2026-12-12T17:00Z', null],
  ]
  it.each(cases)('%s', (line, kind, from, to) => {
    expect(read(line)).toEqual({
      kind: 'understood',
      exception: { kind, startsAt: at(from), endsAt: to === null ? null : at(to) },
    })
  })

  it.each([
    ['sleep well', 'sleep well'],
    ['keep on', 'keep on'],
    ['keep on until whenever', 'whenever'],
    ['away 20 Dec to 32 Jan', '32 jan'],
    ['keep on until 2026-11-29', '2026-11-29'],
    ['away 20 Dec to 10 Dec', '10 dec'],
    ['ends on 2026-01-01', '2026-01-01'],
  ])('says what is unclear in %s', (line, part) => {
    expect(read(line)).toMatchObject({ kind: 'unclear', part })
  })
})

describe('a plan in words', () => {
  const words = { zone: 'Europe/Oslo', now, nameOf: (id: string) => (id === 'm-1' ? 'dev-anna' : id) }
  const month = { kind: 'month', currency: 'USD', amountPicos: 1_200_000_000_000_000n } as const
  const deploy = {
    kind: 'deploy',
    name: 'big run',
    machines: 2,
    tier: 'advanced',
    gpuModel: 'H100',
    gpuCount: 8,
    region: null,
    currency: 'USD',
  } as const
  it.each([
    [plan({ what: { kind: 'keep-on' }, endsAt: at('2026-12-04T17:00Z') }), 'dev-anna stays on until Fri 4 Dec 18:00'],
    [
      plan({ what: { kind: 'sleep' }, week: [{ days: ['sat', 'sun'], from: 0, to: 24 }] }),
      'dev-anna asleep Sat 00:00 to Mon 00:00',
    ],
    [
      plan({
        who: { kind: 'owner', name: 'anna' },
        what: { kind: 'away' },
        startsAt: at('2026-12-19T23:00Z'),
        endsAt: at('2027-01-07T23:00Z'),
      }),
      'machines of anna away, so asleep from Sun 20 Dec 00:00 until Fri 8 Jan 2027 00:00',
    ],
    [plan({ what: { kind: 'end' }, startsAt: at('2026-12-12T17:00Z') }), 'dev-anna ends Sat 12 Dec 18:00'],
    [
      plan({
        who: { kind: 'account' },
        what: { kind: 'holiday', name: 'Christmas' },
        startsAt: at('2026-12-24T23:00Z'),
        endsAt: at('2026-12-26T23:00Z'),
      }),
      'Christmas: a holiday, with the hours of a Sunday, Fri 25 Dec to Sat 26 Dec',
    ],
    [
      plan({ who: { kind: 'account' }, what: month, startsAt: at('2026-11-30T23:00Z') }),
      'the account: 1200 USD by hand for Dec 2026',
    ],
    [
      plan({ who: { kind: 'project', name: 'vision' }, what: deploy, startsAt: at('2026-12-01T08:00Z') }),
      'big run: 2 machines of 8 x H100 (advanced), paid in USD from Tue 1 Dec 09:00',
    ],
  ])('%#', (of, sentence) => {
    expect(describePlan(of, words)).toBe(sentence)
  })
})

describe('hours of a week', () => {
  it.each(['Mon-Fri 08:00-20:00, Sat 10:00-14:00', 'Mon Wed-Thu 20:00-08:00', 'Sun 00:00-24:00'])('%s', (text) => {
    expect(describeWeek(parseWeek(text))).toBe(text)
    const slots = weekSlots(parseWeek(text))
    expect(weekSlots(weekWindows(slots))).toEqual(slots)
  })

  it('takes a range over the end of the week and hours without minutes', () => {
    expect(parseWeek('fri-mon 0-24')).toEqual([{ days: ['fri', 'sat', 'sun', 'mon'], from: 0, to: 24 }])
  })

  it.each(['Mon', 'Mon 8-25', 'Xyz 8-20', 'Mon 8:30-12:00', ''])('refuses %j', (text) => {
    expect(() => parseWeek(text)).toThrow(/no hours of a week/)
  })
})

describe('a calendar of holidays', () => {
  const file = (...events: string[][]) =>
    ['BEGIN:VCALENDAR', ...events.flatMap((lines) => ['BEGIN:VEVENT', ...lines, 'END:VEVENT']), 'END:VCALENDAR'].join(
      '\r\n',
    )

  it('takes whole days and tells what it leaves out', () => {
    const ics = file(
      ['DTSTART;VALUE=DATE:20261225', 'DTEND;VALUE=DATE:20261227', 'SUMMARY:Christmas\\, both', ' days'],
      ['DTSTART;VALUE=DATE:20270101', 'SUMMARY:New Year'],
      ['DTSTART:20261231T200000Z', 'SUMMARY:Party'],
      ['DTSTART;VALUE=DATE:20260501', 'RRULE:FREQ=YEARLY', 'SUMMARY:May Day'],
    )
    expect(parseHolidays(ics)).toEqual({
      holidays: [
        { name: 'Christmas, bothdays', from: '2026-12-25', to: '2026-12-27' },
        { name: 'New Year', from: '2027-01-01', to: '2027-01-02' },
      ],
      leftOut: [
        'Party: has hours, so it is no holiday',
        'May Day: repeats by a rule; a file that names each day is needed',
      ],
    })
  })

  it('refuses what is no calendar', () => {
    expect(() => parseHolidays('day,name')).toThrow(/no iCalendar file/)
  })
})
