import { WEEKDAYS, type Weekday, type WeekWindow } from './week-windows.ts'

/**
 * Reads what `describeWeek` writes: 'Mon-Fri 08:00-20:00, Sat 10:00-14:00'. Days may be a range, over the end of the
 * week too, or several between blanks. Throws a RangeError with the part that is not understood.
 */
export function parseWeek(text: string): WeekWindow[] {
  return text.split(',').map((part) => {
    const match = /^\s*((?:[a-z]{3,9}(?:\s*-\s*[a-z]{3,9})?\s+)+)(\d{1,2})(?::00)?\s*-\s*(\d{1,2})(?::00)?\s*$/i.exec(
      part,
    )
    const [from, to] = [Number(match?.[2]), Number(match?.[3])]
    if (!match || from > 23 || to > 24) throw unclear(part)
    return { days: daysOf(match[1]!, part), from, to }
  })
}

function daysOf(text: string, part: string): Weekday[] {
  const days = new Set<Weekday>()
  for (const range of text
    .trim()
    .toLowerCase()
    .replace(/\s*-\s*/g, '-')
    .split(/\s+/)) {
    const [first, last] = range.split('-').map((name) => WEEKDAYS.indexOf(name.slice(0, 3) as Weekday))
    if (first === undefined || first < 0 || (last !== undefined && last < 0)) throw unclear(part)
    const length = last === undefined ? 1 : ((last - first + 7) % 7) + 1
    for (let i = 0; i < length; i++) days.add(WEEKDAYS[(first + i) % 7]!)
  }
  return [...days]
}

function unclear(part: string): RangeError {
  return new RangeError(`'${part.trim()}' is no hours of a week, as 'Mon-Fri 08:00-20:00'`)
}
