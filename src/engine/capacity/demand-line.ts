import { MOMENT_FORMS, parseMoment, WORK_STARTS } from '../clock-words.ts'
import { HOUR_MS, type Instant } from '../time.ts'

/** What somebody wants: so many GPUs of a kind from an instant on for so long. */
export interface Demand {
  readonly gpus: number
  /** As it was written: 'H100'. */
  readonly model: string
  readonly startsAt: Instant
  readonly endsAt: Instant
}

export type DemandLine =
  | { readonly kind: 'understood'; readonly demand: Demand }
  /** Which part was not understood, and how it is written. */
  | { readonly kind: 'unclear'; readonly part: string; readonly hint: string }

const UNITS: Readonly<Record<string, number>> = {
  h: 1,
  hour: 1,
  hours: 1,
  d: 24,
  day: 24,
  days: 24,
  week: 168,
  weeks: 168,
}

/**
 * Reads '8 H100, Tuesday 09:00, 5 days' by the clock of the zone. The day is a weekday (the next one), today, tomorrow,
 * now, '12 Dec' or '2026-12-12'; without a time it begins at 09:00. Without a length it is a day.
 */
export function parseDemand(line: string, zone: string, now: Instant): DemandLine {
  const [what = '', when = 'now', length = '1 day', ...rest] = line.split(',').map((part) => part.trim())
  if (rest.length > 0) return unclear(rest.join(', '), 'three parts: what, when, how long')
  const wanted = /^(\d{1,4})\s*(?:x|×)?\s*([a-z0-9][\w .-]*)$/i.exec(what)
  if (!wanted || Number(wanted[1]) < 1) return unclear(what, "how many of which GPU, as '8 H100'")
  const startsAt = parseWhen(when.toLowerCase(), zone, now)
  if (startsAt === null) return unclear(when, `a day and a time, as ${MOMENT_FORMS}`)
  const span = /^(\d{1,4})\s*([a-z]+)$/i.exec(length)
  const unit = span ? UNITS[span[2]!.toLowerCase()] : undefined
  if (!span || unit === undefined || Number(span[1]) < 1) return unclear(length, "how long, as '5 days' or '12 hours'")
  const endsAt = startsAt + Number(span[1]) * unit * HOUR_MS
  return { kind: 'understood', demand: { gpus: Number(wanted[1]), model: wanted[2]!.trim(), startsAt, endsAt } }
}

function unclear(part: string, hint: string): DemandLine {
  return { kind: 'unclear', part, hint }
}

/** Null where it is no moment, or one that has passed. */
function parseWhen(text: string, zone: string, now: Instant): Instant | null {
  if (text === 'now' || text === '') return now
  const at = parseMoment(text, zone, now, WORK_STARTS)
  return at === null || at < now ? null : at
}
