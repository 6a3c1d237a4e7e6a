import { pino, type Logger } from 'pino'
import type { LogLevel } from './config.ts'

export type { Logger }

/** JSON lines on stderr; keys and passwords are taken out wherever they stand. */
export function createLogger(level: LogLevel): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: ['apiKey', '*.apiKey', 'headers.authorization', 'password', '*.password', 'url.password'],
    },
    pino.destination({ dest: 2, sync: true }),
  )
}
