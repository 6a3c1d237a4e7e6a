import { count, durationText } from './format.ts'
import { sourceText } from './words.ts'

/** How far an ingest has come, as far as the server says. */
export interface Progress {
  readonly what: string | null
  readonly done: number | null
  readonly total: number | null
  readonly seconds: number | null
}

/** Reads the progress member of a 503 problem or of health; whatever it does not say is null. */
export function parseProgress(value: unknown, now: number): Progress {
  const fields = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  const text = (name: string) => (typeof fields[name] === 'string' ? fields[name] : null)
  const number = (name: string) => (Number.isFinite(fields[name]) ? Number(fields[name]) : null)
  const startedAt = Date.parse(text('startedAt') ?? '')
  return {
    what: text('source') ?? text('what'),
    done: number('fetched') ?? number('done'),
    total: number('total'),
    seconds: Number.isFinite(startedAt) ? Math.max(0, (now - startedAt) / 1000) : number('seconds'),
  }
}

/** 'Reading bills of machines: 1,204 of 3,000, for 12 s' */
export function progressSentence({ what, done, total, seconds }: Progress): string {
  const doing = what === null ? 'Getting ready' : `Reading ${sourceText(what)}`
  const many = done === null ? '' : total === null ? `: ${count(done)}` : `: ${count(done)} of ${count(total)}`
  const long = seconds === null ? '' : `, for ${durationText(seconds)}`
  return `${doing}${many}${long}`
}
