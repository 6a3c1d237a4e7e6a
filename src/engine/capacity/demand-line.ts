import { DAY_ENDS, DAY_STARTS, MOMENT_FORMS, parseMoment, WORK_STARTS } from '../clock-words.ts'
import { HOUR_MS, type Instant } from '../time.ts'

/** What somebody wants: so many GPUs of a kind from an instant on for so long. */
export interface Demand {
  readonly gpus: number
  /** As it was written: 'H100'. */
  readonly model: string
  readonly startsAt: Instant
  readonly endsAt: Instant
}

/** So much work on a kind of GPU, however many do it, until a moment. */
export interface WorkDemand {
  readonly gpuHours: number
  readonly model: string
  readonly startsAt: Instant
  readonly deadlineAt: Instant
}

export type DemandLine =
  | { readonly kind: 'understood'; readonly demand: Demand }
  | { readonly kind: 'work'; readonly work: WorkDemand }
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
 * Reads '8 H100, Tuesday 09:00, 5 days', '8 H100, 1 Dec to 14 Dec' or '4000 GPU-hours of H100 by 12 Dec' by the clock of
 * the zone. The day is a weekday (the next one), today, tomorrow, now, '12 Dec' or '2026-12-12'; without a time it begins
 * at 09:00, a period at its first midnight, and a last day belongs to it. Without a length it is a day.
 */
export function parseDemand(line: string, zone: string, now: Instant): DemandLine {
  const work = /^([\d.]+)\s*gpu[-\s]?h(?:ours?)?\s+(?:of\s+|on\s+)?(.+?),?\s+by\s+(.+)$/i.exec(line.trim())
  if (work) return parseWork(work[1]!, work[2]!, work[3]!, { zone, now })
  const [what = '', when = 'now', length, ...rest] = line.split(',').map((part) => part.trim())
  if (rest.length > 0) return unclear(rest.join(', '), 'three parts: what, when, how long')
  const wanted = /^(\d{1,4})\s*(?:x|×)?\s*([a-z0-9][\w .-]*)$/i.exec(what)
  if (!wanted || Number(wanted[1]) < 1)
    return unclear(what, "how many of which GPU, as '8 H100', or '4000 GPU-hours of H100 by 12 Dec'")
  const asked = { gpus: Number(wanted[1]), model: wanted[2]!.trim() }
  const period = /^(?:from )?(.+?) (?:to|until|till) (.+)$/i.exec(when)
  if (period) {
    if (length !== undefined) return unclear(length, 'either until when or how long, not both')
    return parsePeriod(period[1]!, period[2]!, asked, { zone, now })
  }
  const startsAt = parseWhen(when.toLowerCase(), zone, now)
  if (startsAt === null) return unclear(when, `a day and a time, as ${MOMENT_FORMS}`)
  const span = /^(\d{1,4})\s*([a-z]+)$/i.exec(length ?? '1 day')
  const unit = span ? UNITS[span[2]!.toLowerCase()] : undefined
  if (!span || unit === undefined || Number(span[1]) < 1)
    return unclear(length ?? '', "how long, as '5 days' or '12 hours'")
  const endsAt = startsAt + Number(span[1]) * unit * HOUR_MS
  return { kind: 'understood', demand: { ...asked, startsAt, endsAt } }
}

interface Clock {
  readonly zone: string
  readonly now: Instant
}

function parseWork(amount: string, model: string, by: string, { zone, now }: Clock): DemandLine {
  const gpuHours = Number(amount)
  if (!(gpuHours > 0)) return unclear(amount, "how many GPU-hours, as '4000 GPU-hours of H100 by 12 Dec'")
  const deadlineAt = parseMoment(by, zone, now, DAY_ENDS)
  if (deadlineAt === null || deadlineAt <= now) return unclear(by, `a day that is still to come, as ${MOMENT_FORMS}`)
  return { kind: 'work', work: { gpuHours, model: model.trim(), startsAt: now, deadlineAt } }
}

function parsePeriod(
  from: string,
  to: string,
  asked: Pick<Demand, 'gpus' | 'model'>,
  { zone, now }: Clock,
): DemandLine {
  const startsAt = from.toLowerCase() === 'now' ? now : parseMoment(from, zone, now, DAY_STARTS)
  if (startsAt === null || startsAt < now - DAY_MS)
    return unclear(from, `a day that is still to come, as ${MOMENT_FORMS}`)
  const endsAt = parseMoment(to, zone, startsAt, DAY_ENDS)
  if (endsAt === null || endsAt <= startsAt) return unclear(to, `a day after ${from}, as ${MOMENT_FORMS}`)
  // What began today begins now.
  return { kind: 'understood', demand: { ...asked, startsAt: Math.max(now, startsAt), endsAt } }
}

const DAY_MS = 24 * HOUR_MS

function unclear(part: string, hint: string): DemandLine {
  return { kind: 'unclear', part, hint }
}

/** Null where it is no moment, or one that has passed. */
function parseWhen(text: string, zone: string, now: Instant): Instant | null {
  if (text === 'now' || text === '') return now
  const at = parseMoment(text, zone, now, WORK_STARTS)
  return at === null || at < now ? null : at
}
