import { DAY_ENDS, DAY_STARTS, MOMENT_FORMS, parseMoment } from '../clock-words.ts'
import type { Instant } from '../time.ts'

/** An exception as a person says it. */
export interface SpokenException {
  readonly kind: 'keep-on' | 'away' | 'end'
  readonly startsAt: Instant
  /** Null only for an end, which is for good. */
  readonly endsAt: Instant | null
}

export type PlanLine =
  | { readonly kind: 'understood'; readonly exception: SpokenException }
  /** Which part was not understood, and how it is written. */
  | { readonly kind: 'unclear'; readonly part: string; readonly hint: string }

const FORMS = "'keep on until Fri 18:00', 'away 20 Dec to 7 Jan' or 'ends on 12 Dec'"

/**
 * Reads 'keep on until Fri 18:00', 'away 20 Dec to 7 Jan', 'away until Mon', 'ends on 12 Dec' by the clock of the zone.
 * A last day without a time belongs to the exception: until 7 Jan is until the end of it.
 */
export function parsePlanLine(line: string, zone: string, now: Instant): PlanLine {
  const text = line.trim().replace(/\s+/g, ' ').toLowerCase()
  const moment = (part: string, withoutTime: number) =>
    /^(now|at once)$/.test(part) ? now : parseMoment(part, zone, now, withoutTime)
  const ends = /^(?:ends?|delete[sd]?|given up)(?: on| at)? (.+)$/.exec(text)
  if (ends) {
    const at = moment(ends[1]!, DAY_ENDS)
    if (at === null) return unclear(ends[1]!)
    if (at < now) return unclear(ends[1]!, 'a moment that is still to come')
    return { kind: 'understood', exception: { kind: 'end', startsAt: at, endsAt: null } }
  }
  const spoken = /^(keep(?: it)?(?: on)?|on|away|asleep)(?: from)?(?: (.+?))?(?: (?:to|until|till|-) (.+))$/.exec(text)
  if (!spoken) return unclear(line.trim(), FORMS)
  const [, verb = '', from, to = ''] = spoken
  const startsAt = from === undefined ? now : moment(from, DAY_STARTS)
  if (startsAt === null) return unclear(from!)
  const endsAt = moment(to, DAY_ENDS) ?? null
  if (endsAt === null) return unclear(to)
  if (endsAt <= Math.max(startsAt, now)) return unclear(to, 'a moment after it begins that is still to come')
  const kind = verb === 'away' || verb === 'asleep' ? 'away' : 'keep-on'
  return { kind: 'understood', exception: { kind, startsAt, endsAt } }
}

function unclear(part: string, hint = `a day and a time, as ${MOMENT_FORMS}`): PlanLine {
  return { kind: 'unclear', part, hint }
}
