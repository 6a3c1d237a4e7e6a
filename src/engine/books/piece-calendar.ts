import { addDays, calendarOf, daysBetween, type Calendar, type Day, type DayRange, type Instant } from '../time.ts'

/** A stretch of time that lies in one day of the account's zone and in one day of UTC. */
export interface DayPiece {
  readonly day: Day
  readonly utcDay: Day
}

/**
 * A calendar whose 'days' are the stretches between the midnights of a zone and of UTC, numbered two to a UTC day, so that
 * rating by it cuts charges at both; `pieceOf` tells which days such a name stands for. A record's pieces add up to it
 * exactly; those of a day differ from what rating by the zone gives by the rounding of a pico at most.
 */
export interface PieceCalendar {
  readonly calendar: Calendar
  readonly pieceOf: (name: Day) => DayPiece
}

const EPOCH = '1970-01-01'
const UTC = calendarOf('UTC')

/** The calendar of a zone's pieces; of UTC itself each day is one piece. */
export function pieceCalendar(zone: string): PieceCalendar {
  const local = calendarOf(zone)
  const dayOf = (at: Instant): Day => {
    const utcDay = UTC.dayOf(at)
    const isLater = local.dayOf(at) !== local.dayOf(UTC.startOf(utcDay))
    return addDays(EPOCH, 2 * numberOf(utcDay) + (isLater ? 1 : 0))
  }
  const dayEndAfter = (at: Instant) => Math.min(UTC.dayEndAfter(at), local.dayEndAfter(at))
  const pieceOf = (name: Day): DayPiece => {
    const number = numberOf(name)
    const utcDay = addDays(EPOCH, Math.floor(number / 2))
    const startsAt = UTC.startOf(utcDay)
    return { utcDay, day: local.dayOf(number % 2 === 0 ? startsAt : local.dayEndAfter(startsAt)) }
  }
  const startOf = (name: Day): Instant => {
    const startsAt = UTC.startOf(pieceOf(name).utcDay)
    return numberOf(name) % 2 === 0 ? startsAt : Math.min(local.dayEndAfter(startsAt), UTC.dayEndAfter(startsAt))
  }
  const calendar: Calendar = {
    zone,
    dayOf,
    dayEndAfter,
    startOf,
    endOf: (name) => startOf(addDays(name, 1)),
    addDays,
    daysBetween,
    monthOf: (): DayRange => {
      throw new RangeError('pieces of days make no months')
    },
    monthInterval: () => {
      throw new RangeError('pieces of days make no months')
    },
  }
  return { calendar, pieceOf }
}

const numberOf = (day: Day) => Math.round(Date.parse(`${day}T00:00:00Z`) / 86_400_000)
