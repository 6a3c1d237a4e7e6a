import { HOUR_MS, type Instant } from '../time.ts'
import { CENSORED, UNSEEN, type HourlyStock } from './climatology.ts'

/** A stretch of hours in which what was asked for could not be had. */
export interface Shortage {
  readonly startsAt: Instant
  /** The first hour with stock again; null while it lasts. */
  readonly endsAt: Instant | null
  /** Hours that it lasted at least. */
  readonly hours: number
  /** Its true start or end was not seen, so that it lasted `hours` or longer. */
  readonly atLeast: boolean
}

/** Hours without a reading that end what is known of a shortage. */
const GAP_HOURS = 3

/** The shortages in the order of time. One that was running at the first reading, at a gap or at the end is a lower bound. */
export function shortages(stock: HourlyStock): Shortage[] {
  const { outcomes, grid } = stock
  const found: Shortage[] = []
  let first = -1
  let lastSeen = -1
  let startUnseen = false
  const close = (end: number, seenEnd: boolean) => {
    found.push({
      startsAt: grid.startsAt + first * HOUR_MS,
      endsAt: seenEnd ? grid.startsAt + end * HOUR_MS : null,
      hours: end - first,
      atLeast: startUnseen || !seenEnd,
    })
    first = -1
  }
  for (let hour = 0; hour < outcomes.length; hour++) {
    const outcome = outcomes[hour]!
    if (outcome === UNSEEN) continue
    const isGap = lastSeen < 0 || hour - lastSeen > GAP_HOURS
    if (isGap && first >= 0) close(lastSeen + 1, false)
    if (outcome === 0 && first < 0) {
      first = hour
      startUnseen = isGap
    } else if ((outcome === 1 || outcome === CENSORED) && first >= 0) close(hour, true)
    lastSeen = hour
  }
  if (first >= 0) close(lastSeen + 1, false)
  return found
}

/** How long shortages last: hours by which half and four fifths had ended; null where too few have ended to tell. */
export interface ShortageLength {
  readonly count: number
  readonly medianHours: number | null
  readonly hours80: number | null
  /** The mean rest of a shortage met at a random moment of it, in hours: the wait of whoever comes too late. */
  readonly meanWaitHours: number
}

/** Without any shortage seen the wait is taken to be this long. */
const WAIT_UNSEEN_HOURS = 4

/**
 * Kaplan-Meier over the lengths, those cut off being lower bounds. The mean rest is sum of l^2 / (2 x sum of l): of two
 * shortages of 2 and 6 hours 40 / 16 = 2.5 h, longer than half of the mean, for the long one is met more often.
 */
export function shortageLength(found: readonly Shortage[]): ShortageLength {
  const sorted = [...found].sort((a, b) => a.hours - b.hours || Number(a.atLeast) - Number(b.atLeast))
  let surviving = 1
  let medianHours: number | null = null
  let hours80: number | null = null
  let squares = 0
  let total = 0
  sorted.forEach((shortage, i) => {
    squares += shortage.hours ** 2
    total += shortage.hours
    if (shortage.atLeast) return
    surviving *= 1 - 1 / (sorted.length - i)
    if (medianHours === null && surviving <= 0.5 + 1e-9) medianHours = shortage.hours
    if (hours80 === null && surviving <= 0.2 + 1e-9) hours80 = shortage.hours
  })
  return {
    count: found.length,
    medianHours,
    hours80,
    meanWaitHours: total > 0 ? Math.max(0.5, squares / (2 * total)) : WAIT_UNSEEN_HOURS,
  }
}
