import { addDays, type Day } from '../time.ts'

/** A holiday of a calendar file: from its first day to the day after its last. */
export interface ParsedHoliday {
  readonly name: string
  readonly from: Day
  readonly to: Day
}

export interface ParsedCalendar {
  readonly holidays: readonly ParsedHoliday[]
  /** What stood in it and is no holiday that can be taken, each with its reason. */
  readonly leftOut: readonly string[]
}

/**
 * The whole-day events of an iCalendar file (RFC 5545), as calendars of public holidays have them. Events with hours and
 * events that repeat by a rule are left out and told. Throws a RangeError where it is no such file.
 */
export function parseHolidays(ics: string): ParsedCalendar {
  const lines = ics.replace(/\r?\n[ \t]/g, '').split(/\r?\n/)
  if (!lines.some((line) => line.trim().toUpperCase() === 'BEGIN:VCALENDAR')) {
    throw new RangeError('no iCalendar file: it has no line BEGIN:VCALENDAR')
  }
  const holidays: ParsedHoliday[] = []
  const leftOut: string[] = []
  let event: Map<string, string> | null = null
  for (const line of lines) {
    const match = /^([A-Z-]+)((?:;[^:]*)?):(.*)$/i.exec(line.trim())
    if (!match) continue
    const [, name = '', parameters = '', value = ''] = match
    const key = name.toUpperCase()
    if (key === 'BEGIN' && value.toUpperCase() === 'VEVENT') event = new Map()
    else if (key === 'END' && value.toUpperCase() === 'VEVENT' && event) {
      const read = holidayOf(event)
      if (typeof read === 'string') leftOut.push(read)
      else holidays.push(read)
      event = null
    } else event?.set(key, /VALUE=DATE(;|$)/i.test(parameters) || !key.startsWith('DT') ? value : `time ${value}`)
  }
  return { holidays, leftOut }
}

function holidayOf(event: ReadonlyMap<string, string>): ParsedHoliday | string {
  const name = (event.get('SUMMARY') ?? 'Holiday').replace(/\\n/gi, ' ').replace(/\\([\\;,])/g, '$1')
  const from = dayOf(event.get('DTSTART'))
  if (from === null) return `${name}: has hours, so it is no holiday`
  if (event.has('RRULE')) return `${name}: repeats by a rule; a file that names each day is needed`
  const to = dayOf(event.get('DTEND'))
  return { name, from, to: to !== null && to > from ? to : addDays(from, 1) }
}

function dayOf(text: string | undefined): Day | null {
  const match = /^(\d{4})(\d{2})(\d{2})$/.exec(text ?? '')
  return match ? `${match[1]!}-${match[2]!}-${match[3]!}` : null
}
