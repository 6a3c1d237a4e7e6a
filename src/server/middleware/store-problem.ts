import { ProblemException } from '../problem.ts'

/**
 * What an error of the store means to whoever asks, where it is not our mistake: text that cannot be kept, a database that
 * is away, a disk that is full. Null for every other error.
 */
export function storeProblem(error: unknown): ProblemException | null {
  for (let at = error; at instanceof Error; at = at.cause) {
    const code = 'code' in at ? String(at.code) : ''
    if (NUL.has(code)) return nulProblem()
    if (code === DISK_FULL || at.message.includes('No space left on device'))
      return new ProblemException(
        'internal',
        'The disk that holds the store is full, so nothing was changed. Free some space on it and try again.',
      )
    if (AWAY.has(code) || (code === 'ENOENT' && 'syscall' in at && at.syscall === 'connect') || ENDED.test(at.message))
      return new ProblemException(
        'internal',
        `The database cannot be reached (${at.message}). Each request tries it again: see that it runs, and that DATABASE_URL is right.`,
      )
  }
  return null
}

export const nulProblem = () =>
  new ProblemException('invalid-request', 'A text holds the character 0, which cannot be kept. Leave it out.')

/** character_not_in_repertoire, untranslatable_character */
const NUL = new Set(['22021', '22P05'])
const DISK_FULL = '53100'
/** Refused, gone in the middle, or admin_shutdown, crash_shutdown and cannot_connect_now. */
const AWAY = new Set(['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EPIPE', 'ENOTFOUND', '57P01', '57P02', '57P03'])
const ENDED = /^Connection terminated|^timeout exceeded when trying to connect/
