import { count, dayText, durationText } from './format.ts'
import { sourceText } from './words.ts'

/** How far an ingest has come, as far as the server says. */
export interface Progress {
  /** What is being read, in words. */
  readonly what: string | null
  readonly rows: number | null
  /** Part of the way, from 0 to 1. */
  readonly share: number | null
  readonly seconds: number | null
}

/**
 * Reads the progress of a 503 problem or of a job: either of one source ({source, fetched, total, elapsedMs}) or of the
 * weeks that the demo is lived through ({at, from, to, rows, elapsedMs}). Whatever it does not say is null.
 */
export function parseProgress(value: unknown): Progress {
  const fields = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  const number = (name: string) => (Number.isFinite(fields[name]) ? Number(fields[name]) : null)
  const [at, from, to] = ['at', 'from', 'to'].map((name) => instantOf(fields[name]))
  const source = typeof fields['source'] === 'string' ? fields['source'] : null
  const rows = number('fetched') ?? number('rows')
  const total = number('total')
  const elapsedMs = number('elapsedMs')
  const isOfWeeks = at !== null && at !== undefined
  return {
    what: isOfWeeks ? `the account as of ${dayText(new Date(at).toISOString())}` : source && sourceText(source),
    rows,
    share: isOfWeeks ? shareOf(at - (from ?? at), (to ?? at) - (from ?? at)) : shareOf(rows, total),
    seconds: elapsedMs === null ? null : elapsedMs / 1000,
  }
}

/** 'Reading bills of machines: 1,204 rows, for 12 s' */
export function progressSentence({ what, rows, seconds }: Progress): string {
  const doing = what === null ? 'Getting ready' : `Reading ${what}`
  const many = rows === null ? '' : `: ${count(rows)} rows`
  const long = seconds === null ? '' : `, for ${durationText(seconds)}`
  return `${doing}${many}${long}`
}

function shareOf(part: number | null, whole: number | null): number | null {
  return part === null || whole === null || whole <= 0 ? null : Math.min(1, Math.max(0, part / whole))
}

function instantOf(value: unknown): number | null {
  const at = typeof value === 'string' ? Date.parse(value) : value
  return typeof at === 'number' && Math.abs(at) < 8.64e15 ? at : null
}
